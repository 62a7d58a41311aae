using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace.State;

namespace SecurityHubBot.Sandbox.Workspace.Api;

internal static class UserMethods
{
    public static JsonObject Info(Core core, ApiRequest request)
    {
        var id = request.Required("user", "user_not_found");
        var locale = request.Flag("include_locale");
        if (id == core.Bot.UserId)
            return new JsonObject { ["ok"] = true, ["user"] = ShowBot(core, locale) };

        var person = core.State.Person(id) ?? throw new SlackApiException("user_not_found");
        return new JsonObject { ["ok"] = true, ["user"] = Show(core, person, locale) };
    }

    public static JsonObject List(Core core, ApiRequest request)
    {
        var locale = request.Flag("include_locale");
        var all = core.State.People.OrderBy(p => p.Id, StringComparer.Ordinal).Select(p => Show(core, p, locale)).Append(ShowBot(core, locale));
        var (page, next) = Paging.Take(all, request, u => u.Text("id")!);
        return new JsonObject { ["ok"] = true, ["members"] = page.ToJsonArray(), ["cache_ts"] = core.Now.ToUnixTimeSeconds(), ["response_metadata"] = Paging.Cursor(next) };
    }

    public static JsonObject LookupByEmail(Core core, ApiRequest request)
    {
        var email = request.Required("email", "users_not_found");
        var person = core.State.People.FirstOrDefault(p => !p.Deleted && string.Equals(p.Email, email, StringComparison.OrdinalIgnoreCase)) ?? throw new SlackApiException("users_not_found");
        return new JsonObject { ["ok"] = true, ["user"] = Show(core, person, locale: false) };
    }

    public static JsonObject Groups(Core core, ApiRequest request)
    {
        var withUsers = request.Flag("include_users");
        var groups = core.Seed.Groups.Select(g =>
        {
            var json = new JsonObject
            {
                ["id"] = g.Id,
                ["team_id"] = core.Team,
                ["is_usergroup"] = true,
                ["name"] = g.Name,
                ["description"] = "",
                ["handle"] = g.Handle,
                ["is_external"] = false,
                ["date_create"] = 0,
                ["date_update"] = 0,
                ["date_delete"] = 0,
                ["user_count"] = g.Members.Count,
            };
            if (withUsers)
                json["users"] = g.Members.ToJsonArray();

            return json;
        });
        return new JsonObject { ["ok"] = true, ["usergroups"] = groups.ToJsonArray() };
    }

    public static JsonObject GroupUsers(Core core, ApiRequest request)
    {
        var id = request.Required("usergroup", "no_such_subteam");
        var group = core.Seed.Groups.FirstOrDefault(g => g.Id == id) ?? throw new SlackApiException("no_such_subteam");
        return new JsonObject { ["ok"] = true, ["users"] = group.Members.Where(m => core.State.Person(m) is { Deleted: false }).ToJsonArray() };
    }

    public static JsonObject Show(Core core, SeedPerson person, bool locale)
    {
        var json = Common(core, person.Id, person.Name, person.RealName, person.Deleted);
        json["profile"]!["title"] = person.Title;
        json["profile"]!["email"] = person.Email;
        if (person.Deleted)
            return json;

        json["color"] = person.Color;
        json["real_name"] = person.RealName;
        json["tz"] = person.TimeZone;
        json["tz_label"] = person.TimeZone;
        json["tz_offset"] = TimeZoneInfo.TryFindSystemTimeZoneById(person.TimeZone, out var zone) ? (int)zone.GetUtcOffset(core.Now).TotalSeconds : 0;
        json["is_admin"] = person.IsAdmin;
        json["is_owner"] = false;
        json["is_primary_owner"] = false;
        json["is_restricted"] = false;
        json["is_ultra_restricted"] = false;
        if (locale)
            json["locale"] = person.Locale;

        return json;
    }

    private static JsonObject ShowBot(Core core, bool locale)
    {
        var json = Common(core, core.Bot.UserId, core.Bot.Name, core.Bot.RealName, deleted: false);
        json["real_name"] = core.Bot.RealName;
        json["is_bot"] = true;
        json["profile"]!["bot_id"] = core.Bot.BotId;
        json["profile"]!["api_app_id"] = core.Bot.AppId;
        if (locale)
            json["locale"] = "en-US";

        return json;
    }

    private static JsonObject Common(Core core, string id, string name, string realName, bool deleted) => new()
    {
        ["id"] = id,
        ["team_id"] = core.Team,
        ["name"] = name,
        ["deleted"] = deleted,
        ["is_bot"] = false,
        ["is_app_user"] = false,
        ["updated"] = 0,
        ["profile"] = new JsonObject
        {
            ["real_name"] = realName,
            ["real_name_normalized"] = realName,
            ["display_name"] = name,
            ["display_name_normalized"] = name,
            ["status_text"] = "",
            ["status_emoji"] = "",
            ["avatar_hash"] = "",
            ["team"] = core.Team,
        },
    };
}
