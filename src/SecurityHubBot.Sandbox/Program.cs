using System.CommandLine;
using SecurityHubBot.Sandbox;

var reset = new Option<bool>("--reset") { Description = "Begin again: forget what was said, decided and fixed." };
var port = new Option<int>("--port") { Description = "Port of the page on 127.0.0.1.", DefaultValueFactory = _ => SandboxOptions.DefaultPagePort };
var botPort = new Option<int>("--bot-port") { Description = "Port of the bot on 127.0.0.1.", DefaultValueFactory = _ => SandboxOptions.DefaultBotPort };
var folder = new Option<string>("--folder") { Description = "Where the sandbox keeps its state.", DefaultValueFactory = _ => SandboxFolder.Default };
var verbose = new Option<bool>("--verbose") { Description = "Show the bot's log." };
var command = new RootCommand("SecurityHubBot with a local Slack and a local Security Hub: nothing to install, nothing to connect.") { reset, port, botPort, folder, verbose };
command.SetAction((arguments, cancelled) => SandboxConsole.Run(
    new SandboxOptions
    {
        Folder = arguments.GetValue(folder)!,
        PagePort = arguments.GetValue(port),
        BotPort = arguments.GetValue(botPort),
        Reset = arguments.GetValue(reset),
        Verbose = arguments.GetValue(verbose),
    },
    cancelled));
return await command.Parse(args).InvokeAsync();
