using System.Collections.Frozen;
using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace.State;
using static SecurityHubBot.Sandbox.Workspace.Blocks.Rules;

namespace SecurityHubBot.Sandbox.Workspace.Blocks;

/// <summary>Block elements with their limits, and where each may stand.</summary>
internal static class Elements
{
    private static readonly Rule Confirm = Shape(
        new("title", Plain(100), true), new("text", TextObject(300), true), new("confirm", Plain(30), true), new("deny", Plain(30), true), new("style", OneOf("primary", "danger")));

    private static readonly Rule Option = Shape(new("text", TextObject(75), true), new("value", Text(150), true), new("description", TextObject(75)), new("url", Url(3000)));
    private static readonly Rule PlainOption = Shape(new("text", Plain(75), true), new("value", Text(150), true), new("description", Plain(75)), new("url", Url(3000)));
    private static readonly Rule OptionGroup = Shape(new("label", Plain(75), true), new("options", List(1, 100, PlainOption), true));

    private static readonly Rule ActionId = (value, path, findings) =>
    {
        Text(255)(value, path, findings);
        if (value is JsonValue json && json.TryGetValue<string>(out var id) && !findings.ActionIds.Add(id))
            findings.Add($"`action_id` \"{id}\" already exists for another element", path);
    };

    private static readonly Rule Focus = Flag.Also((value, path, findings) =>
    {
        if (value is JsonValue json && json.TryGetValue<bool>(out var on) && on && ++findings.Focused > 1)
            findings.Add("only one element can have focus_on_load set to true", path);
    });

    private static readonly Field Id = new("action_id", ActionId);
    private static readonly Field Asks = new("confirm", Confirm);
    private static readonly Field Hint = new("placeholder", Plain(150));
    private static readonly Field OnLoad = new("focus_on_load", Focus);
    private static readonly Field MaxItems = new("max_selected_items", Number(1));
    private static readonly Field Dispatch = new("dispatch_action_config", Shape(new Field("trigger_actions_on", List(1, 2, OneOf("on_enter_pressed", "on_character_entered")))));
    private static readonly Field ResponseUrl = new("response_url_enabled", OnlyInModals);
    private static readonly Field Filter = new("filter", Shape(new("include", List(1, 4, OneOf("im", "mpim", "private", "public"))), new("exclude_external_shared_channels", Flag), new("exclude_bot_users", Flag)));

    public static readonly FrozenDictionary<string, Rule> All = new Dictionary<string, Rule>(StringComparer.Ordinal)
    {
        ["button"] = Shape(new("text", Plain(75), true), Id, new("value", Text(2000)), new("url", Url(3000)), new("style", OneOf("primary", "danger")), Asks, new("accessibility_label", Text(75))),
        ["static_select"] = Shape(Id, Hint, Options, Groups, new("initial_option", PlainOption), Asks, OnLoad).Also(OptionsOrGroups),
        ["multi_static_select"] = Shape(Id, Hint, Options, Groups, new("initial_options", List(1, 100, PlainOption)), Asks, OnLoad, MaxItems).Also(OptionsOrGroups),
        ["external_select"] = Shape(Id, Hint, new("initial_option", PlainOption), new("min_query_length", Number(0)), Asks, OnLoad),
        ["multi_external_select"] = Shape(Id, Hint, new("initial_options", List(1, 100, PlainOption)), new("min_query_length", Number(0)), Asks, OnLoad, MaxItems),
        ["users_select"] = Shape(Id, Hint, new("initial_user", Text(255)), Asks, OnLoad),
        ["multi_users_select"] = Shape(Id, Hint, new("initial_users", List(0, 100, Text(255))), Asks, OnLoad, MaxItems),
        ["conversations_select"] = Shape(Id, Hint, new("initial_conversation", Text(255)), new("default_to_current_conversation", Flag), Asks, OnLoad, ResponseUrl, Filter),
        ["multi_conversations_select"] = Shape(Id, Hint, new("initial_conversations", List(0, 100, Text(255))), new("default_to_current_conversation", Flag), Asks, OnLoad, MaxItems, Filter),
        ["channels_select"] = Shape(Id, Hint, new("initial_channel", Text(255)), Asks, OnLoad, ResponseUrl),
        ["multi_channels_select"] = Shape(Id, Hint, new("initial_channels", List(0, 100, Text(255))), Asks, OnLoad, MaxItems),
        ["overflow"] = Shape(Id, new("options", List(2, 5, PlainOption), true), Asks),
        ["datepicker"] = Shape(Id, Hint, new("initial_date", Date), Asks, OnLoad),
        ["timepicker"] = Shape(Id, Hint, new("initial_time", Text(5)), new("timezone", Text(255)), Asks, OnLoad),
        ["datetimepicker"] = Shape(Id, new("initial_date_time", Number(0)), Asks, OnLoad),
        ["checkboxes"] = Shape(Id, new("options", List(1, 10, Option), true), new("initial_options", List(1, 10, Option)), Asks, OnLoad),
        ["radio_buttons"] = Shape(Id, new("options", List(1, 10, Option), true), new("initial_option", Option), Asks, OnLoad),
        ["plain_text_input"] = Shape(Id, Hint, new("initial_value", Text(3000, 0)), new("multiline", Flag), new("min_length", Number(0, 3000)), new("max_length", Number(1, 3000)), Dispatch, OnLoad),
        ["email_text_input"] = Shape(Id, Hint, new("initial_value", Text(3000)), Dispatch, OnLoad),
        ["url_text_input"] = Shape(Id, Hint, new("initial_value", Text(3000)), Dispatch, OnLoad),
        ["number_input"] = Shape(Id, Hint, new("is_decimal_allowed", Flag, true), new("initial_value", Text(255)), new("min_value", NumberText), new("max_value", NumberText), Dispatch, OnLoad),
        ["rich_text_input"] = Shape(Id, Hint, new("initial_value", Any), Dispatch, OnLoad),
        ["file_input"] = Shape(Id, new("filetypes", List(0, 100, Text(20))), new("max_files", Number(1, 10))),
        ["workflow_button"] = Shape(Id, new("text", Plain(75), true), new("workflow", Any, true), new("style", OneOf("primary", "danger")), new("accessibility_label", Text(75))),
        ["image"] = Shape(new("image_url", Url(3000)), new("slack_file", Any), new("alt_text", Text(2000), true)),
        ["feedback_buttons"] = Shape(Id, new("positive_button", Any, true), new("negative_button", Any, true)),
        ["icon_button"] = Shape(Id, new("icon", Text(255), true), new("text", Plain(75), true), new("value", Text(2000)), Asks, new("visible_to_user_ids", List(0, 100, Text(255))), new("accessibility_label", Text(75))),
    }.ToFrozenDictionary();

    private static readonly string[] Selects =
    [
        "static_select", "multi_static_select", "external_select", "multi_external_select", "users_select", "multi_users_select",
        "conversations_select", "multi_conversations_select", "channels_select", "multi_channels_select",
    ];

    public static readonly FrozenSet<string> InSection =
        FrozenSet.Create(StringComparer.Ordinal, [.. Selects, "button", "overflow", "datepicker", "timepicker", "checkboxes", "radio_buttons", "image", "workflow_button"]);

    public static readonly FrozenSet<string> InActions = FrozenSet.Create(
        StringComparer.Ordinal, [.. Selects, "button", "overflow", "datepicker", "timepicker", "datetimepicker", "checkboxes", "radio_buttons", "rich_text_input", "workflow_button"]);

    public static readonly FrozenSet<string> InInput = FrozenSet.Create(
        StringComparer.Ordinal,
        [.. Selects, "datepicker", "timepicker", "datetimepicker", "checkboxes", "radio_buttons", "plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input", "file_input"]);

    private static Field Options => new("options", List(1, 100, PlainOption));

    private static Field Groups => new("option_groups", List(1, 100, OptionGroup));

    /// <summary>One of the elements named, on a surface that shows it.</summary>
    public static Rule In(FrozenSet<string> allowed) =>
        Union(All, (type, surface) => allowed.Contains(type) && (type != "file_input" || surface == Surface.Modal) && (type != "workflow_button" || surface == Surface.Message));

    /// <summary>What is wrong with an app's options for an external select.</summary>
    public static IReadOnlyList<string> CheckOptions(JsonObject answer)
    {
        var findings = new Findings(Surface.Modal);
        Shape(new("options", List(0, 100, PlainOption)), new("option_groups", List(0, 100, OptionGroup)))(answer, "", findings);
        return findings.Errors;
    }

    private static void OptionsOrGroups(JsonNode? value, string path, Findings findings)
    {
        var json = value!.AsObject();
        if (json["options"] is null == json["option_groups"] is null)
            findings.Add("must define either `options` or `option_groups`", path);
        if (json["initial_option"] is JsonObject initial && !ChoicesOf(json).Any(o => JsonNode.DeepEquals(o["value"], initial["value"])))
            findings.Add("initial_option must match one of the options", $"{path}/initial_option");
    }

    /// <summary>All options of a select, whether in groups or not.</summary>
    public static IEnumerable<JsonObject> ChoicesOf(JsonObject element) =>
        element["options"].Objects().Concat(element["option_groups"].Objects().SelectMany(g => g["options"].Objects()));

    private static void Date(JsonNode? value, string path, Findings findings)
    {
        if (value is not JsonValue json || !json.TryGetValue<string>(out var text) || !DateOnly.TryParseExact(text, "yyyy-MM-dd", out _))
            findings.Add("must be a date as YYYY-MM-DD", path);
    }

    private static void NumberText(JsonNode? value, string path, Findings findings)
    {
        if (value is not JsonValue json || !json.TryGetValue<string>(out var text) || !decimal.TryParse(text, out _))
            findings.Add("must be a number in a string", path);
    }

    private static void OnlyInModals(JsonNode? value, string path, Findings findings)
    {
        if (findings.Surface != Surface.Modal)
            findings.Add("response_url_enabled is only available in modals", path);
    }
}
