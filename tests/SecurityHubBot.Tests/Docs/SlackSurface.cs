using System.Collections;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Mono.Cecil;
using Mono.Cecil.Cil;
using SecurityHubBot.Hosting;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Tests.Docs;

/// <summary>What of Slack the program really uses: read from its compiled code and from what it registers.</summary>
internal static class SlackSurface
{
    private static readonly Assembly Slack = typeof(ISlackApiClient).Assembly;

    /// <summary>The Web API's methods as our client offers them, such as <c>IChatApi.PostMessage</c>.</summary>
    public static IReadOnlySet<string> OfferedMethods() =>
        ApiInterfaces().SelectMany(api => api.GetMethods().Select(m => $"{api.Name}.{m.Name}")).ToHashSet();

    /// <summary>Those of them that the compiled code calls anywhere.</summary>
    public static IReadOnlySet<string> CalledMethods()
    {
        var names = ApiInterfaces().Select(api => api.FullName!).ToHashSet();
        return new[] { typeof(BotApplication).Assembly, Slack }
            .SelectMany(Instructions)
            .Where(i => i.OpCode.Code is Code.Call or Code.Callvirt or Code.Ldftn or Code.Ldvirtftn)
            .Select(i => i.Operand)
            .OfType<MethodReference>()
            .Where(m => names.Contains(m.DeclaringType.FullName))
            .Select(m => $"{m.DeclaringType.Name}.{m.Name}")
            .ToHashSet();
    }

    /// <summary>The names of all methods that the client knows, such as <c>chat.postMessage</c>; posting to an address that Slack has given is none.</summary>
    public static IReadOnlySet<string> MethodNames()
    {
        var type = Slack.GetType("SecurityHubBot.Slack.WebApi.SlackMethod", throwOnError: true)!;
        return type.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(f => f.FieldType == type)
            .Select(f => (string)type.GetProperty("Name")!.GetValue(f.GetValue(null))!)
            .Where(n => n is not ("response_url" or "upload_url"))
            .ToHashSet();
    }

    /// <summary>Slack's names of the events that have a handler: <c>message</c>, <c>channel_archive</c>.</summary>
    public static IReadOnlySet<string> HandledEvents(WebApplication app) =>
        ((IEnumerable)Handlers(app, "Events")).Cast<object>()
            .Select(route => (Type)route.GetType().GetProperty("Event")!.GetValue(route)!)
            .SelectMany(type => type.GetCustomAttributes(inherit: false).Where(a => a.GetType().Name == "SlackTypeAttribute"))
            .Select(a => (string)a.GetType().GetProperty("Type")!.GetValue(a)!)
            .ToHashSet();

    /// <summary>The slash commands that have a handler.</summary>
    public static IReadOnlySet<string> HandledCommands(WebApplication app)
    {
        var table = Handlers(app, "Commands");
        var exact = table.GetType().GetField("_exact", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(table)!;
        return ((IDictionary)exact).Keys.Cast<string>().ToHashSet();
    }

    private static IEnumerable<Type> ApiInterfaces() =>
        Slack.GetTypes().Where(t => t.IsInterface && t.Namespace == typeof(ISlackApiClient).Namespace && t.Name.EndsWith("Api", StringComparison.Ordinal));

    private static object Handlers(WebApplication app, string property)
    {
        var type = Slack.GetType("SecurityHubBot.Slack.SlackHandlers", throwOnError: true)!;
        return type.GetProperty(property)!.GetValue(app.Services.GetRequiredService(type))!;
    }

    private static List<Instruction> Instructions(Assembly assembly)
    {
        using var module = ModuleDefinition.ReadModule(assembly.Location);
        return [.. module.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody).SelectMany(m => m.Body.Instructions)];
    }
}
