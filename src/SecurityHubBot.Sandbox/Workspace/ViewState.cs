using System.Globalization;
using System.Net.Mail;
using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace.Blocks;
using SecurityHubBot.Sandbox.Workspace.State;

namespace SecurityHubBot.Sandbox.Workspace;

/// <summary>What a person has put into a view's inputs, in the shape of <c>view.state.values</c>.</summary>
internal static class ViewState
{
    /// <summary>Every input of the view with what was put into it, else its initial value, else null, as Slack sends it.</summary>
    public static JsonObject Build(JsonArray blocks, JsonObject? given)
    {
        var values = new JsonObject();
        foreach (var block in blocks.Objects())
        {
            var inputs = new JsonObject();
            foreach (var element in BlockDefaults.ElementsOf(block).Where(e => e.Text("type") != "overflow" && ValueName(e.Text("type")) is not null))
            {
                inputs[element.Text("action_id")!] = Entry(element, (given?[block.Text("block_id")!] as JsonObject)?[element.Text("action_id")!] as JsonObject);
            }

            if (inputs.Count > 0)
                values[block.Text("block_id")!] = inputs;
        }

        return values;
    }

    /// <summary>What the Slack client itself refuses before the app sees anything.</summary>
    public static JsonObject Errors(JsonArray blocks, JsonObject values, bool japanese)
    {
        var errors = new JsonObject();
        foreach (var block in blocks.Objects().Where(b => b.Text("type") == "input" && b["element"] is JsonObject))
        {
            var element = block["element"]!.AsObject();
            var value = values[block.Text("block_id")!]?[element.Text("action_id")!]?[ValueName(element.Text("type"))!];
            var error = IsEmpty(value) ? block.Flag("optional") ? null : japanese ? "この必須フィールドに入力してください。" : "Please complete this required field." : Mistake(element, value!, japanese);
            if (error is not null)
                errors[block.Text("block_id")!] = error;
        }

        return errors;
    }

    /// <summary>An input's value as it stands in the state, from the plain text that a test or a person gives.</summary>
    public static JsonObject FromText(JsonObject element, string text)
    {
        var name = ValueName(element.Text("type")) ?? throw new ArgumentException($"A {element.Text("type")} takes no value.", nameof(element));
        JsonNode value = name switch
        {
            "selected_option" => Choice(element, text),
            "selected_options" => text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(t => (JsonNode)Choice(element, t)).ToJsonArray(),
            "selected_date_time" => long.Parse(text),
            _ when name.EndsWith('s') && name.StartsWith("selected_", StringComparison.Ordinal) => text.Split(',').ToJsonArray(),
            _ => text,
        };
        return new JsonObject { ["type"] = element.Text("type"), [name] = value };
    }

    /// <summary>The property that holds the value of an element of this type; null when it holds none.</summary>
    public static string? ValueName(string? type) => type switch
    {
        "plain_text_input" or "email_text_input" or "url_text_input" or "number_input" => "value",
        "rich_text_input" => "rich_text_value",
        "static_select" or "external_select" or "radio_buttons" or "overflow" => "selected_option",
        "multi_static_select" or "multi_external_select" or "checkboxes" => "selected_options",
        "users_select" => "selected_user",
        "multi_users_select" => "selected_users",
        "conversations_select" => "selected_conversation",
        "multi_conversations_select" => "selected_conversations",
        "channels_select" => "selected_channel",
        "multi_channels_select" => "selected_channels",
        "datepicker" => "selected_date",
        "timepicker" => "selected_time",
        "datetimepicker" => "selected_date_time",
        "file_input" => "files",
        _ => null,
    };

    private static JsonObject Entry(JsonObject element, JsonObject? given)
    {
        var name = ValueName(element.Text("type"))!;
        var initial = element[name == "value" ? "initial_value" : name.Replace("selected_", "initial_", StringComparison.Ordinal)];
        var value = given is not null && given.ContainsKey(name) ? given[name] : initial;
        if (name == "value" && IsEmpty(value))
            value = null;

        return new JsonObject { ["type"] = element.Text("type"), [name] = value?.DeepClone() ?? (name.EndsWith('s') ? new JsonArray() : null) };
    }

    private static JsonObject Choice(JsonObject element, string value)
    {
        if (element.Text("type")!.Contains("external", StringComparison.Ordinal))
            return new JsonObject { ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = value, ["emoji"] = true }, ["value"] = value };

        return Elements.ChoicesOf(element).FirstOrDefault(o => o.Text("value") == value)?.Copy()
            ?? throw new ArgumentException($"'{element.Text("action_id")}' has no option '{value}'.", nameof(value));
    }

    private static bool IsEmpty(JsonNode? value) => value is null or JsonArray { Count: 0 } || (value is JsonValue text && text.TryGetValue<string>(out var s) && s.Length == 0);

    private static string? Mistake(JsonObject element, JsonNode value, bool japanese)
    {
        var text = value is JsonValue json && json.TryGetValue<string>(out var s) ? s : "";
        return element.Text("type") switch
        {
            "plain_text_input" when (int?)element["min_length"] is { } min && text.Length < min => japanese ? $"{min}文字以上で入力してください。" : $"Must be at least {min} characters.",
            "plain_text_input" when text.Length > ((int?)element["max_length"] ?? 3000) => japanese ? "文字数が多すぎます。" : "This is too long.",
            "email_text_input" when !MailAddress.TryCreate(text, out _) => japanese ? "有効なメールアドレスを入力してください。" : "Enter a valid email address.",
            "url_text_input" when !Uri.TryCreate(text, UriKind.Absolute, out _) => japanese ? "有効なURLを入力してください。" : "Enter a valid URL.",
            "number_input" when !IsNumber(element, text) => japanese ? "有効な数値を入力してください。" : "Enter a valid number.",
            _ => null,
        };
    }

    private static bool IsNumber(JsonObject element, string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && (element.Flag("is_decimal_allowed") || number == decimal.Truncate(number))
        && (element.Text("min_value") is not { } min || number >= decimal.Parse(min, CultureInfo.InvariantCulture))
        && (element.Text("max_value") is not { } max || number <= decimal.Parse(max, CultureInfo.InvariantCulture));
}
