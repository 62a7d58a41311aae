using System.Text.Json.Nodes;

namespace SecurityHubBot.TestSupport.Slack;

internal static class ElementLimits
{
    public static void Check(string path, JsonNode? element, Violations found)
    {
        if (element is not JsonObject)
        {
            found.Add(path, "missing, or not an element");
            return;
        }

        found.Text($"{path}.action_id", element["action_id"], 1, SlackLimits.Id, required: false);
        found.TextObject($"{path}.placeholder", element["placeholder"], SlackLimits.Placeholder);
        CheckConfirm($"{path}.confirm", element["confirm"], found);
        switch (element.Type())
        {
            case "button" or "workflow_button":
                CheckButton(path, element, found);
                break;
            case "image":
                found.Text($"{path}.image_url", element["image_url"], 1, SlackLimits.Url, required: false);
                found.Text($"{path}.alt_text", element["alt_text"], 0, SlackLimits.ImageText);
                break;
            case "static_select" or "multi_static_select":
                CheckSelect(path, element, found);
                break;
            case "overflow":
                CheckOptions(path, element, SlackLimits.OverflowMinimum, SlackLimits.Overflow, found);
                break;
            case "checkboxes" or "radio_buttons":
                CheckOptions(path, element, 1, SlackLimits.Choices, found);
                break;
            case "plain_text_input":
                CheckInput(path, element, found);
                break;
        }
    }

    private static void CheckButton(string path, JsonNode button, Violations found)
    {
        found.TextObject($"{path}.text", button["text"], SlackLimits.ButtonText, required: true);
        found.Text($"{path}.value", button["value"], 0, SlackLimits.ButtonValue, required: false);
        found.Text($"{path}.url", button["url"], 1, SlackLimits.Url, required: false);
        found.Text($"{path}.accessibility_label", button["accessibility_label"], 0, SlackLimits.AccessibilityLabel, required: false);
    }

    private static void CheckSelect(string path, JsonNode select, Violations found)
    {
        var groups = select.List("option_groups");
        if (select["option_groups"] is null)
        {
            CheckOptions(path, select, 1, SlackLimits.Options, found);
            return;
        }

        found.Count($"{path}.option_groups", groups, 1, SlackLimits.Options);
        foreach (var (index, group) in groups.Index())
        {
            found.TextObject($"{path}.option_groups[{index}].label", group.Get("label"), SlackLimits.OptionGroupLabel, required: true);
            CheckOptions($"{path}.option_groups[{index}]", group, 1, SlackLimits.Options, found);
        }
    }

    private static void CheckOptions(string path, JsonNode? owner, int least, int most, Violations found)
    {
        var options = owner.List("options");
        found.Count($"{path}.options", options, least, most);
        foreach (var (index, option) in options.Concat(owner.List("initial_options")).Append(owner.Get("initial_option")).Index())
        {
            CheckOption($"{path}.options[{index}]", option, found);
        }
    }

    private static void CheckOption(string path, JsonNode? option, Violations found)
    {
        if (option is not JsonObject)
        {
            found.When(option is not null, path, "not an option");
            return;
        }

        found.TextObject($"{path}.text", option["text"], SlackLimits.OptionText, required: true);
        found.TextObject($"{path}.description", option["description"], SlackLimits.OptionText);
        found.Text($"{path}.value", option["value"], 1, SlackLimits.OptionValue, required: false);
    }

    private static void CheckInput(string path, JsonNode input, Violations found)
    {
        foreach (var name in (string[])["min_length", "max_length"])
        {
            if (input[name] is JsonValue value && value.TryGetValue<int>(out var length))
            {
                found.When(length > SlackLimits.InputMaxLength, $"{path}.{name}", $"{length}, at most {SlackLimits.InputMaxLength}");
            }
        }
    }

    private static void CheckConfirm(string path, JsonNode? confirm, Violations found)
    {
        if (confirm is not JsonObject)
        {
            found.When(confirm is not null, path, "not an object");
            return;
        }

        found.TextObject($"{path}.title", confirm["title"], SlackLimits.ConfirmTitle);
        found.TextObject($"{path}.text", confirm["text"], SlackLimits.ConfirmText, required: true);
        found.TextObject($"{path}.confirm", confirm["confirm"], SlackLimits.ConfirmButton);
        found.TextObject($"{path}.deny", confirm["deny"], SlackLimits.ConfirmButton);
    }
}
