using SecurityHubBot.Hosting;

var app = BotApplication.Build(args);
BotApplication.MigrateAtStart(app);
await app.RunAsync();
