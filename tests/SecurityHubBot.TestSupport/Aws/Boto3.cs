namespace SecurityHubBot.TestSupport.Aws;

/// <summary>AWS's own client for Python (Debian's package python3-boto3), to see whether our servers are what others take them for.</summary>
public static class Boto3
{
    private const string Python = "/usr/bin/python3";
    private const string Package = "/usr/lib/python3/dist-packages/boto3";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Why it cannot run here, for <c>Assert.Skip</c>; null when it can, or must (<see cref="Requirements"/>).</summary>
    public static string? SkipReason { get; } = Requirements.SkipReason(
        Requirements.Boto3,
        File.Exists(Python) && Directory.Exists(Package) ? null : "Python's boto3 is not installed (Debian: apt-get install python3-boto3)");

    /// <summary>Runs the script, in which <c>client</c> is the service's client with our server as its endpoint.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(string service, Uri endpoint, string script)
    {
        var folder = Directory.CreateTempSubdirectory("shub-boto3-").FullName;
        try
        {
            var file = Path.Combine(folder, "script.py");
            await File.WriteAllTextAsync(file, $"import boto3, botocore\nclient = boto3.client('{service}', endpoint_url='{endpoint}')\n{script}\n");
            // -I: nothing of another Python on this machine gets in.
            var result = await ToolProcess.RunAsync([Python, "-I", file], folder, Limit, Environment);
            if (result.ExitCode != 0)
            {
                throw new InvalidOperationException($"boto3 was not satisfied: {result.Output}");
            }

            Requirements.Used(Requirements.Boto3);
            return result.Output;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Dictionary<string, string> Environment { get; } = new()
    {
        ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE",
        ["AWS_SECRET_ACCESS_KEY"] = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        ["AWS_DEFAULT_REGION"] = "ap-northeast-1",
        ["AWS_EC2_METADATA_DISABLED"] = "true",
        ["AWS_CONFIG_FILE"] = "/dev/null",
        ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null",
        ["NO_PROXY"] = "127.0.0.1",
    };
}
