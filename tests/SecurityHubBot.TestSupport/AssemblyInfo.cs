using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("SecurityHubBot.TestSupport.Tests")]
