using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using SecurityHubBot.Slack.Serialization;

namespace SecurityHubBot.Slack.WebApi;

/// <summary>A file to upload.</summary>
/// <param name="FileName">With its extension, by which Slack knows the kind of file.</param>
/// <param name="Content">At least one byte: Slack takes no empty file.</param>
public sealed record FileUpload(string FileName, ReadOnlyMemory<byte> Content)
{
    /// <summary>What people see in place of the name.</summary>
    public string? Title { get; init; }

    /// <summary>For pictures: what is said to those who cannot see it.</summary>
    public string? AltText { get; init; }
}

/// <summary>A file that Slack has.</summary>
public sealed record ExternalFileReference
{
    /// <summary>Such as <c>F0123ABCDEF</c>.</summary>
    public required string Id { get; init; }

    public string? Title { get; init; }
}

public interface IFilesApi
{
    /// <summary>
    /// Uploads a file and shares it. The last of its three steps posts a message and is never repeated when uncertain; the message's
    /// <c>ts</c> is not told. Scope <c>files:write</c>. Source: "Working with files", docs.slack.dev.
    /// </summary>
    /// <param name="file">What to upload.</param>
    /// <param name="channelId">Where to share it, by id only; for a person the id that <see cref="IConversationsApi.Open"/> gives. Null keeps it to the bot.</param>
    /// <param name="threadTs">The thread to share it in.</param>
    /// <param name="initialComment">mrkdwn above the file.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<ExternalFileReference> Upload(
        FileUpload file, string? channelId = null, SlackTimestamp? threadTs = null, string? initialComment = null, CancellationToken cancellationToken = default);
}

/// <inheritdoc cref="IFilesApi"/>
internal sealed class FilesApi(SlackCaller caller, IOptions<SlackApiOptions> options) : IFilesApi
{
    private readonly SlackApiOptions _options = options.Value;

    async Task<ExternalFileReference> IFilesApi.Upload(
        FileUpload file, string? channelId, SlackTimestamp? threadTs, string? initialComment, CancellationToken cancellationToken)
    {
        if (file.Content.IsEmpty)
            throw new ArgumentException("Slack takes no empty file.", nameof(file));

        var place = await caller.Call<UploadUrlResponse>(
            new SlackCall(SlackMethod.GetUploadUrl, Url(SlackMethod.GetUploadUrl), _options.Token, () => SlackApiClient.Form(
                ("filename", file.FileName), ("length", SlackApiClient.Number(file.Content.Length)), ("alt_txt", file.AltText))),
            cancellationToken);
        // The address itself is the permission: our token has no business there.
        await caller.Call<NoAnswer>(new SlackCall(SlackMethod.UploadBytes, Address(place), Token: null, () => Bytes(file)), cancellationToken);
        var body = Completion(place.FileId, file, channelId, threadTs, initialComment).ToJsonString(SlackJson.Options);
        var done = await caller.Call<UploadedResponse>(
            new SlackCall(SlackMethod.CompleteUpload, Url(SlackMethod.CompleteUpload), _options.Token, () => SlackApiClient.Json(body)), cancellationToken);
        return done.Files is [var uploaded] ? uploaded : new ExternalFileReference { Id = place.FileId, Title = file.Title };
    }

    private static JsonObject Completion(string id, FileUpload file, string? channelId, SlackTimestamp? threadTs, string? initialComment)
    {
        var body = new JsonObject { ["files"] = new JsonArray(new JsonObject { ["id"] = id, ["title"] = file.Title ?? file.FileName }) };
        if (channelId is not null)
            body["channel_id"] = channelId;
        if (threadTs is { } ts)
            body["thread_ts"] = ts.ToString();
        if (!string.IsNullOrEmpty(initialComment))
            body["initial_comment"] = initialComment;
        return body;
    }

    private static Uri Address(UploadUrlResponse place) =>
        Uri.TryCreate(place.UploadUrl, UriKind.Absolute, out var url) && url.Scheme is "https" or "http"
            ? url!
            : throw new SlackUncertainException(SlackMethod.GetUploadUrl.Name, "unreadable_answer");

    private static ReadOnlyMemoryContent Bytes(FileUpload file) =>
        new(file.Content) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };

    private Uri Url(SlackMethod method) => new(_options.ApiUrl, method.Name);

    private sealed record UploadUrlResponse(string UploadUrl, string FileId);

    private sealed record UploadedResponse
    {
        public IReadOnlyList<ExternalFileReference> Files { get; init; } = [];
    }
}
