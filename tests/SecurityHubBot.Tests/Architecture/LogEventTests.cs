using System.Reflection;
using SecurityHubBot.Hosting;

namespace SecurityHubBot.Tests.Architecture;

/// <summary>Operators filter logs by a message's number.</summary>
public class LogEventTests
{
    [Fact]
    public void No_two_messages_have_the_same_number()
    {
        var numbered =
            from assembly in new[] { typeof(BotApplication).Assembly, typeof(SecurityHubBot.Slack.SlackText).Assembly }
            from type in assembly.GetTypes()
            from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            let attribute = method.GetCustomAttribute<Microsoft.Extensions.Logging.LoggerMessageAttribute>()
            where attribute is { EventId: > 0 }
            select (Number: attribute.EventId, Where: $"{type.FullName}.{method.Name}");
        var messages = numbered.ToList();

        messages.Count.ShouldBeGreaterThan(20);
        messages.GroupBy(m => m.Number).Where(g => g.Count() > 1).Select(g => $"{g.Key}: {string.Join(", ", g.Select(m => m.Where))}").ShouldBeEmpty();
    }
}
