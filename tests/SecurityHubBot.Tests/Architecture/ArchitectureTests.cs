using System.Reflection;
using NetArchTest.Rules;
using SecurityHubBot.Domain;
using SecurityHubBot.Hosting;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Slack.WebApi;
using SecurityHubBot.Tests.Docs;

namespace SecurityHubBot.Tests.Architecture;

public class ArchitectureTests
{
    private static readonly Assembly Domain = typeof(AccountId).Assembly;
    private static readonly Assembly Slack = typeof(ISlackApiClient).Assembly;
    private static readonly Assembly App = typeof(BotApplication).Assembly;

    [Fact]
    public void The_domain_depends_on_nothing_but_the_base_class_library()
    {
        References(Domain).ShouldAllBe(name => name.StartsWith("System.", StringComparison.Ordinal));
        Repository.Read("src/SecurityHubBot.Domain/SecurityHubBot.Domain.csproj").ShouldNotContain("Reference ");
    }

    [Theory]
    [InlineData("System.Data")]
    [InlineData("System.Net.Http")]
    [InlineData("System.Net.Sockets")]
    [InlineData("Microsoft.AspNetCore")]
    [InlineData("Microsoft.Extensions")]
    [InlineData("System.TimeProvider")]
    [InlineData("System.Threading.Tasks.Task")]
    public void The_domain_neither_talks_to_anything_nor_waits_nor_looks_at_a_clock(string forbidden) =>
        ShouldNotDepend(Types.InAssembly(Domain), forbidden);

    [Theory]
    [InlineData("SecurityHubBot.Domain")]
    [InlineData("SecurityHubBot.Cases")]
    [InlineData("SecurityHubBot.Hosting")]
    [InlineData("SecurityHubBot.Sandbox")]
    public void The_Slack_layer_knows_nothing_of_the_product(string forbidden) => ShouldNotDepend(Types.InAssembly(Slack), forbidden);

    [Fact]
    public void The_Slack_layer_references_no_other_assembly_of_ours() => OwnReferences(Slack).ShouldBeEmpty();

    [Fact]
    public void The_app_references_the_domain_and_the_Slack_layer_and_nothing_else_of_ours() =>
        OwnReferences(App).ShouldBeSubsetOf([Domain.GetName().Name!, Slack.GetName().Name!, "SecurityHubBot.Aws"]);

    [Fact]
    public void The_app_does_not_depend_on_the_sandbox() => ShouldNotDepend(Types.InAssembly(App), "SecurityHubBot.Sandbox");

    [Fact]
    public void Cards_and_other_texts_are_rendered_without_a_database() =>
        ShouldNotDepend(Types.InAssembly(App).That().ResideInNamespace("SecurityHubBot.Cases.Cards"), "SecurityHubBot.Persistence");

    [Fact]
    public void A_rule_that_is_broken_is_noticed() =>
        Types.InAssembly(typeof(SlackWorkspace).Assembly).ShouldNot().HaveDependencyOn("Microsoft.AspNetCore").GetResult().IsSuccessful.ShouldBeFalse();

    private static void ShouldNotDepend(PredicateList types, string forbidden) => Check(types.ShouldNot().HaveDependencyOn(forbidden).GetResult(), forbidden);

    private static void ShouldNotDepend(Types types, string forbidden) => Check(types.ShouldNot().HaveDependencyOn(forbidden).GetResult(), forbidden);

    private static void Check(NetArchTest.Rules.TestResult result, string forbidden) =>
        (result.FailingTypeNames ?? []).ShouldBeEmpty($"these types depend on {forbidden}");

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(a => a.Name!);

    private static IEnumerable<string> OwnReferences(Assembly assembly) =>
        References(assembly).Where(name => name.StartsWith("SecurityHubBot", StringComparison.Ordinal));
}
