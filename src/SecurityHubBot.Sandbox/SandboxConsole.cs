namespace SecurityHubBot.Sandbox;

/// <summary>Starts the sandbox, says where it is, and waits until somebody stops it.</summary>
internal static class SandboxConsole
{
    public static async Task<int> Run(SandboxOptions options, CancellationToken cancelled)
    {
        SandboxApplication sandbox;
        try
        {
            sandbox = await SandboxApplication.Start(options, cancelled);
        }
        catch (SandboxStartException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            return 0;
        }

        await using (sandbox)
        {
            Console.WriteLine(
                $"""

                  SecurityHubBot sandbox
                  サンドボックスを開く / open:   {sandbox.PageUrl}
                  ボット / bot:                  {sandbox.BotUrl}
                  状態の保存先 / state:          {options.Folder}   (--reset で最初から)
                  終了 / stop:                   Ctrl+C

                """);
            try
            {
                await sandbox.WaitForShutdown(cancelled);
            }
            catch (OperationCanceledException)
            {
                // Ctrl+C.
            }
        }

        return 0;
    }
}
