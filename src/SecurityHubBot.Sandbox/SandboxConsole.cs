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
        catch (IOException exception) when (exception.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"Port {options.PagePort} or {options.BotPort} is taken: is the sandbox running already? Otherwise choose others with --port and --bot-port.");
            return 1;
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
