using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Events;
using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Slack.Serialization;

namespace SecurityHubBot.Slack.Tests.Blocks;

public sealed class IncomingTests
{
    [Fact]
    public void A_button_in_a_message_is_read_with_everything_a_handler_needs_whatever_the_order_of_its_fields()
    {
        var request = SlackJson.Deserialize<InteractionRequest>("""
            {"actions":[{"action_id":"case.accept","block_id":"b","text":{"type":"plain_text","text":"対応する","emoji":true},"value":"SHUB-142","style":"primary","type":"button","action_ts":"1548426417.840180"}],
             "user":{"id":"U1","username":"taro","name":"taro","team_id":"T1"},"api_app_id":"A1","token":"x","enterprise":null,"is_enterprise_install":false,
             "container":{"type":"message","message_ts":"1700000000.000100","channel_id":"C1","is_ephemeral":false},
             "trigger_id":"12.34","team":{"id":"T1","domain":"d"},"channel":{"id":"C1","name":"c"},"response_url":"https://hooks.slack.com/actions/x",
             "message":{"bot_id":"B1","type":"message","text":"t","user":"UBOT","ts":"1700000000.000100","thread_ts":"1600000000.000100","blocks":[{"type":"not_invented_yet"}]},
             "state":{"values":{}},"type":"block_actions"}
            """).ShouldBeOfType<BlockActionRequest>();

        var button = request.Actions.ShouldHaveSingleItem().ShouldBeOfType<ButtonAction>();
        (button.ActionId, button.BlockId, button.Value).ShouldBe(("case.accept", "b", "SHUB-142"));
        (request.User.Id, request.Channel!.Id, request.TriggerId, request.Team!.Id).ShouldBe(("U1", "C1", "12.34", "T1"));
        request.Message!.ThreadTs.ShouldBe(SlackTimestamp.Parse("1600000000.000100"));
        request.Container!.MessageTs.ShouldBe(SlackTimestamp.Parse("1700000000.000100"));
    }

    [Fact]
    public void Every_kind_of_value_in_a_submitted_modal_is_read_and_an_unknown_kind_does_no_harm()
    {
        const string Option = """{"text":{"type":"mrkdwn","text":"*A*"},"value":"a"}""";
        var state = SlackJson.Deserialize<ViewState>($$$"""
            {"values":{"b1":{"text":{"type":"plain_text_input","value":null},"date":{"type":"datepicker","selected_date":"2026-12-07"},
             "nodate":{"type":"datepicker","selected_date":null},"user":{"type":"users_select","selected_user":"U1"}},
             "b2":{"one":{"type":"static_select","selected_option":{{{Option}}}},"many":{"type":"multi_static_select","selected_options":[{{{Option}}}]},
             "ext":{"type":"external_select","selected_option":null},"exts":{"type":"multi_external_select","selected_options":[{{{Option}}}]},
             "radio":{"type":"radio_buttons","selected_option":{{{Option}}}},
             "boxes":{"type":"checkboxes","selected_options":[]},"new":{"type":"hologram_input","value":1} }
             }}
            """);

        state.GetValue<PlainTextInputValue>("text")!.Value.ShouldBeNull();
        state.GetValue<DatePickerValue>("b1", "date")!.SelectedDate.ShouldBe(new DateOnly(2026, 12, 7));
        state.GetValue<DatePickerValue>("nodate")!.SelectedDate.ShouldBeNull();
        state.GetValue<UserSelectValue>("user")!.SelectedUser.ShouldBe("U1");
        state.GetValue<StaticSelectValue>("one")!.SelectedOption!.Value.ShouldBe("a");
        state.GetValue<StaticMultiSelectValue>("many")!.SelectedOptions.ShouldHaveSingleItem().Text.ShouldBe(new Markdown("*A*"));
        state.GetValue<ExternalSelectValue>("ext")!.SelectedOption.ShouldBeNull();
        state.GetValue<ExternalMultiSelectValue>("exts")!.SelectedOptions.ShouldHaveSingleItem().Value.ShouldBe("a");
        state.GetValue<RadioButtonGroupValue>("radio")!.SelectedOption!.Value.ShouldBe("a");
        state.GetValue<CheckboxGroupValue>("boxes")!.SelectedOptions.ShouldBeEmpty();
        state.GetValue<ElementValue>("new").ShouldBeOfType<UnknownValue>().Type.ShouldBe("hologram_input");
        state.GetValue<PlainTextInputValue>("date").ShouldBeNull();
        state.GetValue<PlainTextInputValue>("b2", "text").ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"type":"app_mention","ts":"1.000000"}""", typeof(AppMention))]
    [InlineData("""{"type":"message","ts":"1.000000"}""", typeof(MessageEvent))]
    [InlineData("""{"type":"message","subtype":"channel_join","ts":"1.000000"}""", typeof(MessageEvent))]
    [InlineData("""{"subtype":"message_changed","type":"message"}""", typeof(MessageChanged))]
    [InlineData("""{"subtype":"message_deleted","type":"message","deleted_ts":"1.000000"}""", typeof(MessageDeleted))]
    [InlineData("""{"type":"member_joined_channel"}""", typeof(MemberJoinedChannel))]
    [InlineData("""{"type":"member_left_channel"}""", typeof(MemberLeftChannel))]
    [InlineData("""{"type":"channel_archive"}""", typeof(ChannelArchive))]
    [InlineData("""{"type":"group_archive"}""", typeof(ChannelArchive))]
    [InlineData("""{"type":"channel_unarchive"}""", typeof(ChannelUnarchive))]
    [InlineData("""{"type":"channel_deleted"}""", typeof(ChannelDeleted))]
    [InlineData("""{"type":"app_home_opened","tab":"home","view":{"id":"V1","type":"home","blocks":[],"state":{"values":[]},"hash":"h"}}""", typeof(AppHomeOpened))]
    [InlineData("""{"type":"pin_added","user":"U1"}""", typeof(UnknownEvent))]
    [InlineData("{}", typeof(UnknownEvent))]
    public void An_event_is_read_as_its_type_says(string json, Type expected) => SlackJson.Deserialize<Event>(json).ShouldBeOfType(expected);

    [Fact]
    public void An_event_about_a_user_or_channel_object_instead_of_an_id_is_read_too() =>
        SlackJson.Deserialize<Event>("""{"type":"user_change","user":{"id":"U1"}}""").ShouldBeOfType<UnknownEvent>();
}
