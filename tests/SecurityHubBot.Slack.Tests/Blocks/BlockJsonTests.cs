using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Slack.Serialization;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Slack.Tests.Blocks;

/// <summary>The JSON of every block and element, written out: Slack's documentation is the source, so a change here is a change of contract.</summary>
public sealed class BlockJsonTests
{
    private const string AText = """{"type":"plain_text","text":"A"}""";
    private const string AnOption = """{"text":{"type":"plain_text","text":"A"},"value":"a"}""";

    private static readonly Option A = new() { Text = new PlainText("A"), Value = "a" };

    private static readonly ConfirmationDialog Sure = new()
    {
        Title = "Sure?",
        Text = new Markdown("*really*"),
        Confirm = "Yes",
        Deny = "No",
        Style = ButtonStyle.Danger,
    };

    public static TheoryData<Block, string> Blocks => new()
    {
        { new HeaderBlock { Text = "A", BlockId = "b" }, $$$"""{"type":"header","text":{{{AText}}},"block_id":"b"}""" },
        { new SectionBlock { Text = new Markdown("*x*") { Verbatim = true } }, """{"type":"section","text":{"type":"mrkdwn","verbatim":true,"text":"*x*"}}""" },
        { new SectionBlock { Fields = [new PlainText("A"), new Markdown("m")], Expand = true }, $$$"""{"type":"section","fields":[{{{AText}}},{"type":"mrkdwn","text":"m"}],"expand":true}""" },
        { new SectionBlock { Text = new PlainText("A"), Accessory = new Image { ImageUrl = "u", AltText = "t" } }, $$$"""{"type":"section","text":{{{AText}}},"accessory":{"type":"image","image_url":"u","alt_text":"t"}}""" },
        { new ContextBlock { Elements = [new PlainText("A") { Emoji = true }, new Image { ImageUrl = "u", AltText = "t" }] }, """{"type":"context","elements":[{"type":"plain_text","emoji":true,"text":"A"},{"type":"image","image_url":"u","alt_text":"t"}]}""" },
        { new DividerBlock(), """{"type":"divider"}""" },
        { new ImageBlock { ImageUrl = "u", AltText = "t", Title = "A" }, $$$"""{"type":"image","image_url":"u","alt_text":"t","title":{{{AText}}}}""" },
        { new ImageBlock { SlackFile = new SlackFile { Id = "F1" }, AltText = "t" }, """{"type":"image","slack_file":{"id":"F1"},"alt_text":"t"}""" },
        { new InputBlock { Label = "A", Element = new UserSelectMenu { ActionId = "u" }, Hint = "A", Optional = true, DispatchAction = false }, $$$"""{"type":"input","label":{{{AText}}},"element":{"type":"users_select","action_id":"u"},"hint":{{{AText}}},"optional":true,"dispatch_action":false}""" },
        { new ActionsBlock { Elements = [new Button { ActionId = "x", Text = "A" }, new OverflowMenu { ActionId = "o", Options = [A, A] }] }, $$$"""{"type":"actions","elements":[{"type":"button","text":{{{AText}}},"action_id":"x"},{"type":"overflow","options":[{{{AnOption}}},{{{AnOption}}}],"action_id":"o"}]}""" },
    };

    public static TheoryData<BlockElement, string> Elements => new()
    {
        { new Button { ActionId = "x", Text = "A", Value = "v", Url = "https://x", Style = ButtonStyle.Primary, AccessibilityLabel = "l", Confirm = Sure }, $$$"""{"type":"button","text":{{{AText}}},"value":"v","url":"https://x","style":"primary","accessibility_label":"l","action_id":"x","confirm":{"title":{"type":"plain_text","text":"Sure?"},"text":{"type":"mrkdwn","text":"*really*"},"confirm":{"type":"plain_text","text":"Yes"},"deny":{"type":"plain_text","text":"No"},"style":"danger"}}""" },
        { new PlainTextInput { ActionId = "x", Placeholder = "A", InitialValue = "v", Multiline = true, MinLength = 1, MaxLength = 9, FocusOnLoad = true }, $$$"""{"type":"plain_text_input","action_id":"x","placeholder":{{{AText}}},"initial_value":"v","multiline":true,"min_length":1,"max_length":9,"focus_on_load":true}""" },
        { new StaticSelectMenu { ActionId = "x", Options = [A], InitialOption = A, Placeholder = "A" }, $$$"""{"type":"static_select","options":[{{{AnOption}}}],"initial_option":{{{AnOption}}},"placeholder":{{{AText}}},"action_id":"x"}""" },
        { new StaticSelectMenu { ActionId = "x", OptionGroups = [new OptionGroup { Label = "A", Options = [A] }] }, $$$"""{"type":"static_select","option_groups":[{"label":{{{AText}}},"options":[{{{AnOption}}}]}],"action_id":"x"}""" },
        { new StaticMultiSelectMenu { ActionId = "x", Options = [A], InitialOptions = [A], MaxSelectedItems = 2 }, $$$"""{"type":"multi_static_select","options":[{{{AnOption}}}],"initial_options":[{{{AnOption}}}],"max_selected_items":2,"action_id":"x"}""" },
        { new ExternalSelectMenu { ActionId = "x", InitialOption = A, MinQueryLength = 0 }, $$$"""{"type":"external_select","initial_option":{{{AnOption}}},"min_query_length":0,"action_id":"x"}""" },
        { new ExternalMultiSelectMenu { ActionId = "x", InitialOptions = [A], MinQueryLength = 0, MaxSelectedItems = 9 }, $$$"""{"type":"multi_external_select","initial_options":[{{{AnOption}}}],"min_query_length":0,"max_selected_items":9,"action_id":"x"}""" },
        { new PlainTextInput { ActionId = "x", DispatchActionConfig = new() { TriggerActionsOn = [DispatchTrigger.OnEnterPressed, DispatchTrigger.OnCharacterEntered] } }, """{"type":"plain_text_input","action_id":"x","dispatch_action_config":{"trigger_actions_on":["on_enter_pressed","on_character_entered"]}}""" },
        { new UserSelectMenu { ActionId = "x", InitialUser = "U1" }, """{"type":"users_select","initial_user":"U1","action_id":"x"}""" },
        { new DatePicker { ActionId = "x", InitialDate = new DateOnly(2026, 3, 9), Placeholder = "A" }, $$$"""{"type":"datepicker","placeholder":{{{AText}}},"initial_date":"2026-03-09","action_id":"x"}""" },
        { new RadioButtonGroup { ActionId = "x", Options = [A], InitialOption = A }, $$$"""{"type":"radio_buttons","options":[{{{AnOption}}}],"initial_option":{{{AnOption}}},"action_id":"x"}""" },
        { new CheckboxGroup { ActionId = "x", Options = [A], InitialOptions = [A] }, $$$"""{"type":"checkboxes","options":[{{{AnOption}}}],"initial_options":[{{{AnOption}}}],"action_id":"x"}""" },
        { new OverflowMenu { ActionId = "x", Options = [A with { Url = "https://x", Description = new PlainText("A") }] }, $$$"""{"type":"overflow","options":[{"text":{{{AText}}},"value":"a","description":{{{AText}}},"url":"https://x"}],"action_id":"x"}""" },
    };

    [Theory]
    [MemberData(nameof(Blocks))]
    public void A_block_is_written_and_read_as_documented(Block block, string json)
    {
        SlackJson.Serialize(block).ShouldBe(json);
        SlackJson.Serialize(SlackJson.Deserialize<Block>(json)).ShouldBe(json);
    }

    [Theory]
    [MemberData(nameof(Elements))]
    public void An_element_is_written_and_read_as_documented(BlockElement element, string json)
    {
        SlackJson.Serialize(element).ShouldBe(json);
        SlackJson.Serialize(SlackJson.Deserialize<BlockElement>(json)).ShouldBe(json);
    }

    [Fact]
    public void Every_block_and_element_there_is_has_its_json_here()
    {
        var known = typeof(Block).Assembly.GetTypes()
            .Where(t => !t.IsAbstract && (t.IsAssignableTo(typeof(Block)) || t.IsAssignableTo(typeof(BlockElement))));

        var tested = Blocks.Select(row => row.Data.Item1.GetType()).Concat(Elements.Select(row => row.Data.Item1.GetType())).Append(typeof(Image));

        known.Except(tested).ShouldBeEmpty();
    }

    [Fact]
    public void A_message_omits_what_is_empty_and_keeps_unicode_readable()
    {
        var message = new Message
        {
            Channel = "C1",
            Text = "重要度 <&>",
            ThreadTs = SlackTimestamp.Parse("1700000000.000100"),
            ReplyBroadcast = true,
            Metadata = new MessageMetadata { EventType = "shub_case", EventPayload = new() { ["case"] = "SHUB-142" } },
        };

        SlackJson.Serialize(message).ShouldBe(
            """{"channel":"C1","text":"重要度 <&>","thread_ts":"1700000000.000100","reply_broadcast":true,"metadata":{"event_type":"shub_case","event_payload":{"case":"SHUB-142"}},"unfurl_links":false,"unfurl_media":false}""");
    }

    [Fact]
    public void Views_and_answers_have_the_documented_shape()
    {
        var modal = new ModalViewDefinition
        {
            Title = "A",
            Submit = "A",
            Close = "A",
            Blocks = [new DividerBlock()],
            CallbackId = "c",
            PrivateMetadata = "p",
            NotifyOnClose = true,
        };
        const string json = $$$"""{"type":"modal","title":{{{AText}}},"submit":{{{AText}}},"close":{{{AText}}},"notify_on_close":true,"blocks":[{"type":"divider"}],"callback_id":"c","private_metadata":"p"}""";

        SlackJson.Serialize<ViewDefinition>(modal).ShouldBe(json);
        SlackJson.Serialize<ViewDefinition>(new HomeViewDefinition { Blocks = [] }).ShouldBe("""{"type":"home","blocks":[]}""");
        SlackJson.Serialize<ViewSubmissionResponse>(new UpdateViewResponse(modal)).ShouldBe($$$"""{"view":{{{json}}},"response_action":"update"}""");
        SlackJson.Serialize<ViewSubmissionResponse>(new PushViewResponse(modal)).ShouldBe($$$"""{"view":{{{json}}},"response_action":"push"}""");
        SlackJson.Serialize<ViewSubmissionResponse>(new ClearViewsResponse()).ShouldBe("""{"response_action":"clear"}""");
    }
}
