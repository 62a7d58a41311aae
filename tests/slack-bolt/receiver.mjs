// Slack's own HTTP receiver with handlers equivalent to those of TestHandlers in SecurityHubBot.Slack.Tests.
//   SIGNING_SECRET=... node receiver.mjs
// Prints "listening on PORT" once it takes requests on 127.0.0.1. Ends when its standard input does, and after a minute at the latest.
import bolt from '@slack/bolt';

const receiver = new bolt.HTTPReceiver({
  signingSecret: process.env.SIGNING_SECRET,
  endpoints: ['/slack/command', '/slack/action', '/slack/options', '/slack/event'],
  logLevel: bolt.LogLevel.WARN,
});
const app = new bolt.App({
  receiver,
  logLevel: bolt.LogLevel.WARN,
  // An answer to every lookup, so that nothing is ever asked of Slack.
  authorize: async () => ({ botToken: 'xoxb-test', botId: 'B1', botUserId: 'UBOT' }),
});

app.command('/shub', async ({ command, ack }) => {
  switch (command.text) {
    case 'throw':
      throw new Error('as asked');
    case 'nothing':
      return ack();
    default:
      return ack({ response_type: 'ephemeral', text: `did ${command.text}`, unfurl_links: false, unfurl_media: false });
  }
});
app.action('case.accept', async ({ ack }) => ack());
app.options('owner', async ({ options, ack }) =>
  ack({ options: [{ text: { type: 'plain_text', text: options.value }, value: 'v' }] }));
app.shortcut({ callback_id: 'shortcut', type: 'message_action' }, async ({ ack }) => ack());
app.view({ callback_id: 'ticket.link', type: 'view_submission' }, async ({ view, ack }) => {
  const ticket = view.state.values.ticket_block?.ticket?.value;
  return ticket === 'wrong' ? ack({ response_action: 'errors', errors: { ticket_block: 'no' } }) : ack();
});
app.view({ callback_id: 'ticket.link', type: 'view_closed' }, async ({ ack }) => ack());
app.event('app_mention', async ({ event }) => {
  if (event.text === 'throw') {
    throw new Error('as asked');
  }
});

process.stdin.resume().on('end', () => process.exit(0)).on('error', () => process.exit(0));
setTimeout(() => process.exit(3), 60_000).unref();
const server = await app.start({ port: 0, host: '127.0.0.1' });
console.log(`listening on ${server.address().port}`);
