// What the bot can send, by the name it has in a payload file, and the type that Slack publishes for it.
import type { HomeView, KnownBlock, ModalView } from '@slack/types';
import type {
  ChatPostEphemeralArguments,
  ChatPostMessageArguments,
  ChatUpdateArguments,
  ViewsOpenArguments,
  ViewsPublishArguments,
  ViewsPushArguments,
  ViewsUpdateArguments,
} from '@slack/web-api';

export type { HomeView, KnownBlock, ModalView };

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

// As @slack/bolt declares what ack() of a command and respond() take (its RespondArguments and ViewResponseAction);
// written again here because Bolt brings a web server along for two declarations.
type Respond = DistributiveOmit<ChatPostMessageArguments, 'channel' | 'text'> & {
  response_type?: 'in_channel' | 'ephemeral';
  replace_original?: boolean;
  delete_original?: boolean;
  text?: string;
  thread_ts?: string;
};

type ViewResponse =
  | { response_action: 'update'; view: ModalView }
  | { response_action: 'push'; view: ModalView }
  | { response_action: 'clear' }
  | { response_action: 'errors'; errors: { [blockId: string]: string } };

export interface Kinds {
  'chat.postMessage': ChatPostMessageArguments;
  'chat.update': ChatUpdateArguments;
  'chat.postEphemeral': ChatPostEphemeralArguments;
  'views.open': ViewsOpenArguments;
  'views.push': ViewsPushArguments;
  'views.update': ViewsUpdateArguments;
  'views.publish': ViewsPublishArguments;
  view_submission_response: ViewResponse;
  slash_command_response: Respond;
  response_url: Respond;
}
