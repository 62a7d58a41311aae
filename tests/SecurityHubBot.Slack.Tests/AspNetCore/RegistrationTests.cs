using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecurityHubBot.Slack.AspNetCore;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Slack.Tests.Support;

namespace SecurityHubBot.Slack.Tests.AspNetCore;

public sealed class RegistrationTests
{
    [Theory]
    [InlineData("", "secret", "", "https://slack.com/api/", "Slack:BotToken")]
    [InlineData("xoxb 1", "secret", "", "https://slack.com/api/", "Slack:BotToken")]
    [InlineData("xoxb-1", "", "", "https://slack.com/api/", "Slack:SigningSecret")]
    [InlineData("xoxb-1", "   ", "", "https://slack.com/api/", "Slack:SigningSecret")]
    [InlineData("xoxb-1", "secret", "xapp 1", "https://slack.com/api/", "Slack:AppToken")]
    [InlineData("xoxb-1", "secret", "", "https://slack.com/api", "Slack:ApiUrl")]
    [InlineData("xoxb-1", "secret", "", "ftp://slack.com/api/", "Slack:ApiUrl")]
    public void A_wrong_setting_stops_the_start_and_is_named(string token, string secret, string appToken, string url, string key)
    {
        using var services = Services(token, secret, appToken, url);

        var failure = Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        failure.Failures.ShouldHaveSingleItem().ShouldStartWith(key + " ");
    }

    [Theory]
    [InlineData("secret", "")]
    [InlineData("", "xapp-1")]
    public void A_signing_secret_or_an_app_token_is_enough(string secret, string appToken)
    {
        using var services = Services("xoxb-1", secret, appToken, "https://slack.com/api/");

        Should.NotThrow(() => services.GetRequiredService<IStartupValidator>().Validate());
    }

    [Fact]
    public async Task The_app_does_not_start_without_its_signing_secret() =>
        await Should.ThrowAsync<OptionsValidationException>(SlackAppDriver.Start(c => c.UseSigningSecret("")));

    [Fact]
    public async Task Without_a_signing_secret_nothing_signed_with_the_empty_one_is_accepted()
    {
        await using var socketMode = await LoopbackSocketMode.Start();
        await using var app = await SlackAppDriver.Start(c => c
            .UseSigningSecret("").UseAppLevelToken("xapp-1").UseApiUrl(socketMode.ApiUrl));
        var now = SlackAppDriver.Now;

        using var response = await app.Send(
            "/slack/command",
            SlackAppDriver.CommandBody("x"),
            $"{now}",
            SlackSignature.Sign("", now, System.Text.Encoding.UTF8.GetBytes(SlackAppDriver.CommandBody("x"))));

        ((int)response.StatusCode).ShouldBe(401);
        app.Handled.Things.ShouldBeEmpty();
    }

    [Fact]
    public void One_id_with_two_handlers_is_refused_when_it_is_registered() =>
        Should.Throw<InvalidOperationException>(() => new ServiceCollection().AddSlackNet(c => c
                .RegisterBlockActionHandler<ButtonAction, TestHandlers>("case.accept")
                .RegisterBlockActionHandler<ButtonAction, TestHandlers>("case.accept")))
            .Message.ShouldContain("case.accept");

    [Fact]
    public async Task Deferred_work_runs_in_its_own_scope_survives_a_failing_neighbour_and_is_finished_before_the_app_ends()
    {
        var app = await SlackAppDriver.Start();
        var handled = app.Handled;
        var work = app.Services.GetRequiredService<ISlackDeferredWork>();

        work.TryDefer("fails", (_, _) => throw new InvalidOperationException("as asked")).ShouldBeTrue();
        work.TryDefer("waits", async (services, _) =>
        {
            services.GetRequiredService<TestHandlers>().ShouldNotBeNull();
            await handled.Gate.Task;
            handled.Add("deferred");
        }).ShouldBeTrue();
        var stopping = app.DisposeAsync().AsTask();
        await Wait.AMoment();
        stopping.IsCompleted.ShouldBeFalse();
        handled.Gate.SetResult();
        await stopping;

        handled.Things.ShouldBe(["deferred"]);
        work.TryDefer("too late", (_, _) => Task.CompletedTask).ShouldBeFalse();
    }

    private static ServiceProvider Services(string token, string secret, string appToken, string url) =>
        new ServiceCollection()
            .AddLogging()
            .AddSlackNet(c => c.UseApiToken(token).UseSigningSecret(secret).UseAppLevelToken(appToken).UseApiUrl(new Uri(url)))
            .BuildServiceProvider();
}
