using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace SecurityHubBot.TestSupport;

/// <summary>
/// A real Redmine for tests, from Debian's packages: one private server per test process, with a database, keys and projects of its
/// own in a temp folder, made at first use and gone with the process. The machine's own instance is not touched.
/// </summary>
public sealed class RedmineServer
{
    /// <summary>Where the bot may do everything that it does.</summary>
    public const string Project = "sec";

    /// <summary>Where the workflow lets the bot close a ticket, and not open it again.</summary>
    public const string OneWayProject = "oneway";

    /// <summary>The number of a custom field of text.</summary>
    public const int MarkerField = 1;

    private const string Home = "/usr/share/redmine";
    private const string FolderPrefix = "shub-redmine-";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);
    private static readonly Lazy<Task<RedmineServer>> LazyShared = new(StartAsync);

    /// <summary>
    /// Runs the server until its input ends, which happens when this process dies in whatever way; then removes the folder. Deaf to
    /// signals, because Ctrl+C in a terminal reaches it together with the test process.
    /// </summary>
    private const string Guardian =
        """
        trap '' INT TERM HUP
        exec >"$1/puma.log" 2>&1
        puma -e production -b "tcp://127.0.0.1:$2" -t 1:5 config.ru </dev/null &
        server=$!
        read -r _
        kill -9 "$server"
        rm -rf "$1"
        """;

    private const string Seed =
        """
        Redmine::DefaultData::Loader.load('en')
        Setting.rest_api_enabled = 1
        def key_for(user, value)
          token = Token.find_or_initialize_by(user_id: user.id, action: 'api')
          token.save!(validate: false)
          token.update_column(:value, value) # saving makes up another one
        end
        def person(login, name, status = 1)
          user = User.new(firstname: name, lastname: 'Example', mail: "#{login}@example.net", language: 'en')
          user.login = login
          user.password = user.password_confirmation = 'a-long-password-1'
          user.save!
          user
        end
        def project(identifier, bot, role)
          made = Project.new(name: identifier, is_public: false)
          made.identifier = identifier
          made.enabled_module_names = %w(issue_tracking)
          made.trackers = Tracker.all
          made.save!
          Member.create!(project: made, principal: bot, roles: [role])
          made
        end
        admin = User.find_by_login('admin')
        admin.update_columns(must_change_passwd: false)
        key_for(admin, ENV.fetch('ADMIN_KEY'))
        bot = person('secbot', 'Bot')
        key_for(bot, ENV.fetch('BOT_KEY'))
        hanako = person('hanako', 'Hanako')
        manager = Role.find_by!(name: 'Manager')
        reporter = Role.find_by!(name: 'Reporter')
        reporter.add_permission!(:view_issues, :add_issues, :edit_issues, :add_issue_notes)
        WorkflowTransition.where(role_id: reporter.id).delete_all
        Tracker.all.each do |tracker|
          WorkflowTransition.create!(role_id: reporter.id, tracker_id: tracker.id, old_status_id: 1, new_status_id: 5)
        end
        project('sec', bot, manager).tap { |made| Member.create!(project: made, principal: hanako, roles: [Role.find_by!(name: 'Developer')]) }
        project('oneway', bot, reporter)
        field = IssueCustomField.new(name: 'Bot mark', field_format: 'string', is_for_all: true, is_filter: true)
        field.trackers = Tracker.all
        field.save!
        puts "seeded #{field.id} #{hanako.id}"
        """;

    private RedmineServer(Uri url) => Url = url;

    /// <summary>Why tests on Redmine cannot run here, for <c>Assert.Skip</c>; null when they can, or must (<see cref="Requirements"/>).</summary>
    public static string? SkipReason { get; } = Requirements.SkipReason(Requirements.Redmine, Missing());

    public Uri Url { get; }

    public static string AdminKey { get; } = string.Concat(Enumerable.Repeat("a1", 20));

    public static string BotKey { get; } = string.Concat(Enumerable.Repeat("b2", 20));

    /// <summary>The server that all tests of this process share.</summary>
    public static Task<RedmineServer> SharedAsync() => LazyShared.Value;

    private static async Task<RedmineServer> StartAsync()
    {
        if (Missing() is { } missing)
        {
            throw new InvalidOperationException(missing);
        }

        StaleFolders.Remove(Path.GetTempPath(), FolderPrefix, TimeProvider.System);
        var folder = Directory.CreateTempSubdirectory(FolderPrefix).FullName;
        try
        {
            var server = await MakeAsync(folder, FreePort());
            Requirements.Used(Requirements.Redmine);
            return server;
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    private static async Task<RedmineServer> MakeAsync(string folder, int port)
    {
        new[] { "config", "tmp", "log", "files" }.ToList().ForEach(name => Directory.CreateDirectory(Path.Combine(folder, name)));
        await File.WriteAllTextAsync(Path.Combine(folder, "config", "database.yml"), $"production:\n  adapter: sqlite3\n  database: {folder}/redmine.db\n  timeout: 10000\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "config", "secret_key.txt"), Guid.NewGuid().ToString("N"));
        var seed = Path.Combine(folder, "seed.rb");
        await File.WriteAllTextAsync(seed, Seed);
        var environment = Environment(folder);
        Check(await ToolProcess.RunAsync(["bundle", "exec", "rake", "db:migrate"], Home, Limit, environment), "db:migrate");
        Check(await ToolProcess.RunAsync(["bundle", "exec", "rails", "runner", seed], Home, Limit, environment), "seed");
        var guardian = ToolProcess.Start(["/bin/sh", "-c", Guardian, "guardian", folder, port.ToString(System.Globalization.CultureInfo.InvariantCulture)], Home, environment);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => guardian.StandardInput.Close();
        var server = new RedmineServer(new Uri($"http://127.0.0.1:{port}/"));
        await server.WaitAsync(guardian, folder);
        return server;
    }

    private async Task WaitAsync(Process guardian, string folder)
    {
        using var http = new HttpClient { BaseAddress = Url };
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, $"projects/{Project}.json") { Headers = { { "X-Redmine-API-Key", BotKey } } };
                using var response = await http.SendAsync(request);
                response.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException) when (waited.Elapsed < Limit && !guardian.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
            }
            catch (HttpRequestException exception)
            {
                guardian.StandardInput.Close();
                var log = Path.Combine(folder, "puma.log");
                throw new InvalidOperationException($"Redmine did not start: {(File.Exists(log) ? await File.ReadAllTextAsync(log) : "no log")}", exception);
            }
        }
    }

    /// <summary>Debian's Redmine takes an instance's folder by name below its own; this name leads to ours.</summary>
    private static Dictionary<string, string> Environment(string folder)
    {
        var environment = new Dictionary<string, string>
        {
            ["X_DEBIAN_SITEID"] = "../../../../../.." + folder,
            ["RAILS_ENV"] = "production",
            ["REDMINE_LANG"] = "en",
            ["HOME"] = folder,
            ["LANG"] = "C.UTF-8",
            ["TZ"] = "UTC",
            ["ADMIN_KEY"] = AdminKey,
            ["BOT_KEY"] = BotKey,
        };
        // An update of Ruby brings a bundler of its own, which does not find Debian's gems: name the packaged one.
        if (Bundler() is { } version)
        {
            environment["BUNDLER_VERSION"] = version;
        }

        return environment;
    }

    private static string? Bundler()
    {
        const string Gems = "/usr/share/rubygems-integration/all/gems";
        return Directory.Exists(Gems) ? Directory.GetDirectories(Gems, "bundler-*").Select(f => Path.GetFileName(f)["bundler-".Length..]).Max(StringComparer.Ordinal) : null;
    }

    private static string? Missing()
    {
        if (!File.Exists(Path.Combine(Home, "config.ru")) || ToolProcess.Find("puma") is null || ToolProcess.Find("bundle") is null)
        {
            return "Debian's Redmine was not found: install it (apt-get install redmine redmine-sqlite puma).";
        }

        try
        {
            using var readable = File.OpenRead("/etc/redmine/default/database.yml");
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "Debian's Redmine can be started only by who may read /etc/redmine/default/database.yml: run the tests as root, or as a member of www-data.";
        }
    }

    private static void Check(ToolResult result, string what)
    {
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"Redmine's {what} failed ({result.ExitCode}): {result.Output}");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
