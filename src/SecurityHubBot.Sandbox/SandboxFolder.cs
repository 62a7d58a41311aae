using Microsoft.Data.Sqlite;

namespace SecurityHubBot.Sandbox;

/// <summary>The folder that holds the sandbox's state, and that nobody else uses meanwhile.</summary>
internal sealed class SandboxFolder : IDisposable
{
    private const string Name = ".sandbox";
    private const string LockFile = "sandbox.lock";

    private readonly string _path;
    private readonly FileStream _lock;

    private SandboxFolder(string path, FileStream held) => (_path, _lock) = (path, held);

    /// <summary>Beside the solution when the sandbox is run from a checkout, else in the current folder.</summary>
    public static string Default
    {
        get
        {
            for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "SecurityHubBot.sln")))
                {
                    return Path.Combine(folder.FullName, Name);
                }
            }

            return Path.GetFullPath(Name);
        }
    }

    public string Workspace => Path.Combine(_path, "workspace.db");

    public string SecurityHub => Path.Combine(_path, "securityhub.db");

    public string Bot => Path.Combine(_path, "bot.db");

    public string Controls => Path.Combine(_path, "controls.json");

    public string Clock => Path.Combine(_path, "clock.txt");

    /// <exception cref="SandboxStartException">The folder cannot be written, or a running sandbox has it.</exception>
    public static SandboxFolder Hold(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            return new SandboxFolder(path, new FileStream(Path.Combine(path, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException)
        {
            throw new SandboxStartException($"The folder {path} cannot be written: choose another with --folder.");
        }
        catch (IOException) when (Directory.Exists(path))
        {
            throw new SandboxStartException($"A sandbox is running in {path} already: stop it, or choose another folder with --folder.");
        }
        catch (IOException exception)
        {
            throw new SandboxStartException($"The folder {path} cannot be made ({exception.Message}): choose another with --folder.");
        }
    }

    /// <summary>Deletes the sandbox's own files and nothing else: the folder may be one in which people keep other things.</summary>
    public void Clear()
    {
        foreach (var database in (string[])[Workspace, SecurityHub, Bot])
        {
            foreach (var suffix in (string[])["", "-wal", "-shm", "-journal"])
            {
                File.Delete(database + suffix);
            }
        }

        WholeFile.Delete(Controls);
        WholeFile.Delete(Clock);
    }

    public void Dispose()
    {
        // A pooled connection would go on with a file that the next reset has deleted.
        SqliteConnection.ClearAllPools();
        _lock.Dispose();
    }
}
