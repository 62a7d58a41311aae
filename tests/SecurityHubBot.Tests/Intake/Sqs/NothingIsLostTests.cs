using System.Security.Cryptography;
using System.Text;
using SecurityHubBot.Domain.Findings;
using SecurityHubBot.Intake;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;
using SecurityHubBot.TestSupport.Sqs;

namespace SecurityHubBot.Tests.Intake.Sqs;

/// <summary>Whatever the queue holds and whatever fails: every message ends committed, or kept as rejected, and deleted.</summary>
public class NothingIsLostTests
{
    private const int Messages = 150;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Every_message_ends_committed_or_rejected_and_the_queue_empty(int seed)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        var time = new FastTime(Events.Start, speed: 20);
        await using var sqs = await LoopbackSqs.StartAsync(time);
        var queue = sqs.AddQueue("findings", maxReceives: 50, visibility: 100);
        var random = new Random(seed);
        var writer = new OrderedWriter(Capricious(seed));
        queue.Shuffle(seed);
        queue.DeliverTwice(random.Next(60));
        Disturb(sqs, random);
        var bodies = Bodies(random).Take(Messages).ToList();
        await using var bot = await QueueBench.Start(database, slack, queue.Url, services: s =>
        {
            s.Clock(time);
            s.Writer(writer);
        });

        bodies.ForEach(b => queue.Send(b));
        await bot.WaitUntil(() => Task.FromResult(queue.Count == 0), TimeSpan.FromMinutes(2));

        sqs.Queue("findings-dlq").Count.ShouldBe(0);
        var rejected = (await bot.Database.Read(s => s.Query<string>("select sha256 from rejected_events"), CancellationToken.None)).ToHashSet();
        foreach (var body in bodies)
        {
            IsKept(body, writer, rejected, await bot.Count("unhandled_events")).ShouldBeTrue(body[..Math.Min(500, body.Length)]);
        }

        rejected.Count.ShouldBeInRange(1, Messages - 1);
        writer.Written.Count.ShouldBeInRange(1, Messages - 1);
    }

    private static bool IsKept(string body, OrderedWriter writer, HashSet<string> rejected, long unhandled)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var isRejected = rejected.Contains(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        return SnsEnvelope.Read(bytes) switch
        {
            EventReading.Findings findings => isRejected || findings.Items.All(f => writer.Written.ContainsKey(f.Finding.Id)),
            EventReading.NotHandledYet => unhandled > 0,
            _ => isRejected,
        };
    }

    /// <summary>Sound events, with and without SNS, damaged ones, and rubbish.</summary>
    private static IEnumerable<string> Bodies(Random random)
    {
        var malformed = MalformedBodies.All.Where(b => QueueBench.IsMessage(b.Body)).ToList();
        for (var i = 0; ; i++)
        {
            var body = random.Next(6) switch
            {
                0 => malformed[random.Next(malformed.Count)].Body,
                1 => MalformedBodies.RandomlyDamaged(1, random.Next()).Single(),
                _ => Events.Failed($"bucket-{i}", minute: random.Next(100)),
            };
            if (QueueBench.IsMessage(body))
            {
                yield return random.Next(3) == 0 ? QueueBench.InEnvelope(QueueBench.Text(body)) : QueueBench.Text(body);
            }
        }
    }

    private static void Disturb(LoopbackSqs sqs, Random random)
    {
        SqsFault[] faults = [new SqsFault.ServerError(), new SqsFault.Throttled(), new SqsFault.AnswerLost(), new SqsFault.ExpiredCredentials()];
        foreach (var action in (string[])["ReceiveMessage", "DeleteMessageBatch", "ChangeMessageVisibilityBatch"])
        {
            for (var i = 0; i < 4; i++)
            {
                sqs.Faults.Next(action, faults[random.Next(faults.Length)]);
            }
        }
    }

    /// <summary>A database that refuses some, and cannot be reached now and then.</summary>
    private static Func<IReadOnlyList<IncomingFinding>, Task> Capricious(int seed)
    {
        var (random, gate) = (new Random(seed), new Lock());
        return findings =>
        {
            int chance;
            lock (gate)
            {
                chance = random.Next(20);
            }

            return chance switch
            {
                0 => throw new IntakeUnavailableException("not now", inner: null),
                1 => throw new InvalidOperationException("refused"),
                _ => findings.Any(f => f.Row.Resources.Contains("-13", StringComparison.Ordinal)) ? throw new InvalidOperationException("refused") : Task.CompletedTask,
            };
        };
    }
}
