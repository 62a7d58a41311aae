using System.Globalization;

namespace SecurityHubBot.TestSupport.Postgres;

/// <summary>The folder with PostgreSQL's server programs. Debian keeps it off the PATH, one folder per major version.</summary>
public static class PostgresPrograms
{
    private const string DebianRoot = "/usr/lib/postgresql";
    private static readonly string[] Needed = ["initdb", "pg_ctl", "postgres"];

    public static string? Find() => Find((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), DebianRoot);

    public static string? Find(IEnumerable<string> path, string root) =>
        path.Concat(Versions(root)).FirstOrDefault(folder => folder.Length > 0 && Needed.All(name => File.Exists(Path.Combine(folder, name))));

    private static IEnumerable<string> Versions(string root) =>
        !Directory.Exists(root)
            ? []
            : Directory.GetDirectories(root)
                .Select(folder => (Folder: folder, Version: Version(Path.GetFileName(folder))))
                .OrderByDescending(f => f.Version)
                .Select(f => Path.Combine(f.Folder, "bin"));

    private static decimal Version(string name) => decimal.TryParse(name, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var version) ? version : 0;
}
