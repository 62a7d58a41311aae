using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecurityHubBot.Jobs;

/// <summary>What a run found, as counts that have words in <c>JobWords.resx</c>: it is read in the language of whoever asks.</summary>
public sealed record JobReport(params IReadOnlyList<JobFact> Facts)
{
    public static JobReport Nothing { get; } = new([]);

    /// <summary>Without what is zero.</summary>
    public JobReport WithoutZeros() => new([.. Facts.Where(f => f.Count != 0)]);

    internal string Write() => JsonSerializer.Serialize(Facts);

    /// <summary>Nothing for what cannot be read: another version may have written it.</summary>
    internal static JobReport Read(string? text)
    {
        try
        {
            return text is null ? Nothing : new JobReport(JsonSerializer.Deserialize<List<JobFact>>(text) ?? []);
        }
        catch (JsonException)
        {
            return Nothing;
        }
    }
}

/// <param name="Key">Stored: what it is called in <c>JobWords.resx</c> after <c>Found.</c>.</param>
public sealed record JobFact([property: JsonPropertyName("key")] string Key, [property: JsonPropertyName("count")] long Count);

/// <summary>A job that tells what it found.</summary>
public interface IReportingJob : IRecurringJob
{
    Task<JobReport> Report(CancellationToken cancellationToken);

    Task IRecurringJob.Run(CancellationToken cancellationToken) => Report(cancellationToken);
}

/// <summary>A job that could not be done, for a reason that people are told. What lies behind it goes to the log.</summary>
public sealed class JobFailedException(JobFailure reason, string message, Exception? inner = null) : Exception(message, inner)
{
    public JobFailure Reason => reason;
}

/// <summary>Why a job failed. Stored by name, with words in <c>JobWords.resx</c>.</summary>
public enum JobFailure
{
    /// <summary>Nothing that we have words for; the log has it.</summary>
    Other,
    Database,
    Slack,
    Tracker,
    SecurityHub,
    DynamoDb,

    /// <summary>Some of many things were done and some were not.</summary>
    Partly,
}
