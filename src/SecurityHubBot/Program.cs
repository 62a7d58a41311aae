return await SecurityHubBot.Cli.BotCommandLine.Run(args);
