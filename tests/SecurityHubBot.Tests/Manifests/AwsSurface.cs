using System.Reflection;
using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;
using SecurityHubBot.Hosting;

namespace SecurityHubBot.Tests.Manifests;

/// <summary>What of AWS the program really calls, read from its compiled code: operations such as <c>sqs:ReceiveMessage</c>.</summary>
internal static partial class AwsSurface
{
    /// <summary>The SDK's namespaces, and how IAM calls these services.</summary>
    private static readonly Dictionary<string, string> Services = new()
    {
        ["Amazon.DynamoDBv2"] = "dynamodb",
        ["Amazon.Organizations"] = "organizations",
        ["Amazon.SecurityHub"] = "securityhub",
        ["Amazon.SecurityToken"] = "sts",
        ["Amazon.SQS"] = "sqs",
    };

    /// <summary>What SDK classes call by themselves, once they are made.</summary>
    private static readonly Dictionary<string, string> Implied = new()
    {
        ["AssumeRoleAWSCredentials"] = "sts:AssumeRole",
    };

    /// <summary>AWS answers these to whoever has credentials at all.</summary>
    private static readonly HashSet<string> Free = ["sts:GetCallerIdentity"];

    /// <summary>Where a person at a shell acts, with credentials of their own and not with the bot's role.</summary>
    private const string CommandLine = "SecurityHubBot.Cli";

    /// <summary>With the bot's role.</summary>
    public static IReadOnlySet<string> CalledOperations() => Called(ofTheCommandLine: false);

    /// <summary>By commands alone. What they call of the rest of the program is the bot's.</summary>
    public static IReadOnlySet<string> OperationsOfTheCommandLine() => Called(ofTheCommandLine: true);

    private static HashSet<string> Called(bool ofTheCommandLine) => Assemblies()
        .SelectMany(a => Methods(a, ofTheCommandLine))
        .Select(m => OperationOf(m.DeclaringType.GetElementType().Namespace, m.DeclaringType.GetElementType().Name, m.Name))
        .OfType<string>()
        .Where(o => !Free.Contains(o))
        .ToHashSet();

    /// <returns>Null when calling the method calls nothing in AWS.</returns>
    public static string? OperationOf(string @namespace, string type, string method)
    {
        if (Implied.TryGetValue(type, out var implied) && @namespace.StartsWith("Amazon.", StringComparison.Ordinal))
        {
            return implied;
        }

        var service = Services.Where(s => @namespace == s.Key || @namespace.StartsWith($"{s.Key}.", StringComparison.Ordinal)).Select(s => s.Value).FirstOrDefault();
        return service switch
        {
            null => null,
            _ when Client().IsMatch(type) => method.EndsWith("Async", StringComparison.Ordinal) ? $"{service}:{method[..^"Async".Length]}" : null,
            // client.Paginators.GetFindings(…)
            _ when type.EndsWith("PaginatorFactory", StringComparison.Ordinal) => $"{service}:{method}",
            // Which operations the object mapper and the table class call cannot be seen: that they are used must not pass unnoticed.
            "dynamodb" when Mapper().IsMatch(type) => $"{service}:{type}.{method}",
            _ => null,
        };
    }

    /// <summary>The program's own assemblies. A client is only what it is called through: what calls itself is no call of the program.</summary>
    private static IEnumerable<string> Assemblies()
    {
        var app = typeof(BotApplication).Assembly;
        return app.GetReferencedAssemblies()
            .Where(a => a.Name!.StartsWith("SecurityHubBot.", StringComparison.Ordinal))
            .Select(Assembly.Load)
            .Append(app)
            .Select(a => a.Location);
    }

    private static List<MethodReference> Methods(string assembly, bool ofTheCommandLine)
    {
        using var module = ModuleDefinition.ReadModule(assembly);
        return [.. module.GetTypes()
            .Where(t => !t.FullName.StartsWith("Amazon.", StringComparison.Ordinal))
            .Where(t => t.FullName.StartsWith($"{CommandLine}.", StringComparison.Ordinal) == ofTheCommandLine)
            .SelectMany(t => t.Methods)
            .Where(m => m.HasBody)
            .SelectMany(m => m.Body.Instructions)
            .Where(i => i.OpCode.Code is Code.Call or Code.Callvirt or Code.Newobj or Code.Ldftn or Code.Ldvirtftn)
            .Select(i => i.Operand)
            .OfType<MethodReference>()];
    }

    [GeneratedRegex("^(I?Amazon(SecurityHub|SQS|DynamoDB|Organizations|SecurityTokenService)(Client)?)$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Client();

    [GeneratedRegex("^(I?Table|I?DynamoDBContext|I?(Async)?Search|I?DocumentBatch.*|I?Batch(Get|Write))(`[0-9])?$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Mapper();
}
