using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.Protocol;

/// <summary>How an error's code becomes a service's own exception.</summary>
internal delegate AmazonServiceException ErrorFactory(string message, Exception inner, ErrorType type, string code, string requestId, HttpStatusCode status);

/// <summary>
/// One operation of a JSON service: writes the request where the service's model wants each member, and reads the answer or the
/// error. A member named in the path goes there; the rest is the query of a GET and the body of everything else.
/// </summary>
internal sealed class AwsOperation<TResponse>(string serviceName, HttpMethod method, string path, ErrorFactory errors, string? target = null)
    : JsonResponseUnmarshaller, IMarshaller<IRequest, AmazonWebServiceRequest>
    where TResponse : AmazonWebServiceResponse, new()
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = new DefaultRequest(input, serviceName) { HttpMethod = method.Method, ResourcePath = path };
        var members = JsonSerializer.SerializeToNode(input, input.GetType(), AwsJson.Options)!.AsObject();
        foreach (var (name, value) in members.ToList())
        {
            var place = path.Contains($"{{{name}}}", StringComparison.Ordinal) ? $"{{{name}}}" : path.Contains($"{{{name}+}}", StringComparison.Ordinal) ? $"{{{name}+}}" : null;
            if (place is not null)
            {
                request.AddPathResource(place, Runtime.Internal.Util.StringUtils.FromString(Plain(value)));
                members.Remove(name);
            }
        }

        if (path.Contains('{') && request.PathResources.Count == 0)
        {
            throw new ArgumentException($"{input.GetType().Name} lacks the member that belongs into {path}.", nameof(input));
        }

        if (method == HttpMethod.Get)
        {
            request.UseQueryString = true;
            foreach (var (name, value) in members)
            {
                request.Parameters.Add(name, Plain(value));
            }

            return request;
        }

        request.Content = JsonSerializer.SerializeToUtf8Bytes(members, AwsJson.Options);
        request.Headers["Content-Type"] = target is null ? "application/json" : "application/x-amz-json-1.1";
        if (target is not null)
        {
            request.Headers["X-Amz-Target"] = target;
        }

        return request;
    }

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        var body = Body(input);
        return body.Length == 0 ? new TResponse() : JsonSerializer.Deserialize<TResponse>(body, AwsJson.Options) ?? new TResponse();
    }

    /// <summary>A code is in the header of REST services and in the body of the others; a proxy's page has neither.</summary>
    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var body = Parsed(Body(input));
        var code = Header(input, "x-amzn-ErrorType") ?? Text(body, "__type") ?? Text(body, "code") ?? Text(body, "Code") ?? "";
        code = code[(code.LastIndexOf('#') + 1)..].Split(':')[0];
        var message = Text(body, "message") ?? Text(body, "Message") ?? $"The service answered with HTTP status {(int)statusCode}.";
        var type = (int)statusCode >= 500 ? ErrorType.Receiver : ErrorType.Sender;
        return errors(message, innerException, type, code, Header(input, "x-amzn-RequestId") ?? "", statusCode);
    }

    private static string Plain(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value?.ToJsonString() ?? "";

    private static byte[] Body(JsonUnmarshallerContext context)
    {
        using var buffer = new MemoryStream();
        context.Stream.CopyTo(buffer);
        return buffer.ToArray();
    }

    private static JsonObject? Parsed(byte[] body)
    {
        try
        {
            return body.Length == 0 ? null : JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonObject? body, string name) =>
        body?[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private static string? Header(JsonUnmarshallerContext context, string name) =>
        context.ResponseData.GetHeaderValue(name) is { Length: > 0 } value ? value : null;
}
