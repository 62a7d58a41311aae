using Hangfire;
using Hangfire.Common;
using Hangfire.Dashboard;
using SecurityHubBot.Domain;

namespace SecurityHubBot.Jobs;

/// <summary>What the dashboard calls a run: the job in words and its id, instead of a method and its arguments.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class JobTitleAttribute() : JobDisplayNameAttribute("{0}")
{
    public override string Format(DashboardContext context, Job job) => job.Args switch
    {
        [string id, long _, ..] => $"{Of(id)}, asked for",
        [string id, ..] => Of(id),
        _ => base.Format(context, job),
    };

    /// <summary>"Compare findings with Security Hub (reconcile)"; the dashboard speaks English.</summary>
    internal static string Of(string id) => JobWords.Find(Language.English, $"Name.{id}") is { } name ? $"{name} ({id})" : id;
}
