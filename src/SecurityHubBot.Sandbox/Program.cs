using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using SecurityHubBot.Sandbox;

var reset = new Option<bool>("--reset") { Description = "Begin again: forget what was said, decided and fixed." };
var port = PortOption("--port", "Port of the page on 127.0.0.1.", SandboxOptions.DefaultPagePort);
var botPort = PortOption("--bot-port", "Port of the bot on 127.0.0.1.", SandboxOptions.DefaultBotPort);
var folder = new Option<string>("--folder") { Description = "Where the sandbox keeps its state.", DefaultValueFactory = _ => SandboxFolder.Default };
folder.Validators.Add(result =>
{
    if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>()))
        result.AddError("--folder needs the name of a folder.");
});
var verbose = new Option<bool>("--verbose") { Description = "Show the bot's log." };
var command = new RootCommand("SecurityHubBot with a local Slack and a local Security Hub: nothing to install, nothing to connect.") { reset, port, botPort, folder, verbose };
command.Validators.Add(result =>
{
    // Compared as they were typed: what is no number has its own error already.
    if (PortOf(result.GetResult(port)) is { } page and not 0 && page == PortOf(result.GetResult(botPort)))
        result.AddError("--port and --bot-port must differ: the page and the bot are two servers.");
});
command.SetAction((arguments, cancelled) => SandboxConsole.Run(
    new SandboxOptions
    {
        Folder = Path.GetFullPath(arguments.GetValue(folder)!),
        PagePort = arguments.GetValue(port),
        BotPort = arguments.GetValue(botPort),
        Reset = arguments.GetValue(reset),
        Verbose = arguments.GetValue(verbose),
    },
    cancelled));

// Begun work may finish: the command line's own answer to SIGTERM would end the process after two seconds.
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });

static Option<int> PortOption(string name, string description, int usual)
{
    var option = new Option<int>(name) { Description = $"{description} 0 takes a free one.", DefaultValueFactory = _ => usual };
    option.Validators.Add(result =>
    {
        if (PortOf(result) is < 0 or > 65535)
            result.AddError($"{name} must be a number from 0 to 65535.");
    });
    return option;
}

static int? PortOf(OptionResult? result) =>
    int.TryParse(result is { Tokens: [var typed, ..] } ? typed.Value : null, NumberStyles.Integer, CultureInfo.InvariantCulture, out var port) ? port : null;
