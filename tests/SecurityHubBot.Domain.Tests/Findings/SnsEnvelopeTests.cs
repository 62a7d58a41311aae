using System.Text;
using System.Text.Json.Nodes;
using SecurityHubBot.Domain.Findings;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Domain.Tests.Findings;

public class SnsEnvelopeTests
{
    [Fact]
    public void An_event_without_an_envelope_is_read_as_it_is() =>
        SnsEnvelope.Read(MalformedBodies.Sound()).ShouldBeOfType<EventReading.Findings>().Items.Count.ShouldBe(1);

    [Fact]
    public void An_event_in_an_envelope_is_read_as_if_there_were_none()
    {
        var bare = SecurityHubEventReader.Read(MalformedBodies.Sound()).ShouldBeOfType<EventReading.Findings>();

        var wrapped = SnsEnvelope.Read(Envelope(Encoding.UTF8.GetString(MalformedBodies.Sound()))).ShouldBeOfType<EventReading.Findings>();

        wrapped.Items[0].Finding.Id.ShouldBe(bare.Items[0].Finding.Id);
        wrapped.Items[0].Json.ToArray().ShouldBe(bare.Items[0].Json.ToArray());
    }

    [Fact]
    public void An_event_of_another_kind_is_one_in_an_envelope_too() =>
        SnsEnvelope.Read(Envelope("""{"source":"aws.health","detail-type":"AWS Health Event","detail":{}}""")).ShouldBeOfType<EventReading.NotHandledYet>();

    [Theory]
    [InlineData("hello", "In the Message of the SNS notification: ")]
    [InlineData("", "In the Message of the SNS notification: The body is empty.")]
    [InlineData("[]", "In the Message of the SNS notification: $ must be an object")]
    [InlineData("{\"a\":1,\"a\":2}", "In the Message of the SNS notification: ")]
    public void What_is_wrong_inside_is_said_to_be_inside(string message, string reason) =>
        Reason(Envelope(message)).ShouldStartWith(reason);

    [Fact]
    public void An_envelope_in_an_envelope_is_no_event() => Reason(Envelope(Encoding.UTF8.GetString(Envelope("{}")))).ShouldContain("detail-type");

    [Theory]
    [InlineData("""{"Type":"Notification","Message":5}""", "$.Message must be text")]
    [InlineData("""{"Type":"Notification","Message":null}""", "$.Message must be text")]
    [InlineData("""{"Type":"Notification","Message":{}}""", "$.Message must be text")]
    [InlineData("""{"Type":7,"Message":"{}"}""", "$.Type")]
    [InlineData("""{"Type":"Other","Message":"{}"}""", "$.Type must be Notification")]
    [InlineData("""{"Type":"SubscriptionConfirmation","Token":"t","Message":"You have chosen to subscribe","SubscribeURL":"https://sns.example"}""", "SubscribeURL")]
    [InlineData("""{"Type":"Notification","Message":"{}","Message":"{}"}""", "Message")]
    [InlineData("""{"Type":"Notification","Message":"\u0000"}""", "Message")]
    [InlineData("""{"Type":"Notification","Message":"\ud800"}""", "Message")]
    [InlineData("""{"Type":"Notification","Message":"{}"}x""", "")]
    [InlineData("""{"Type":"Notification","Message":"{}",""", "")]
    public void An_envelope_that_is_none_is_refused_with_a_reason(string body, string about) => Reason(Encoding.UTF8.GetBytes(body)).ShouldContain(about);

    [Fact]
    public void Every_malformed_body_is_malformed_here_too_and_no_damage_makes_it_throw()
    {
        foreach (var body in MalformedBodies.All)
        {
            SnsEnvelope.Read(body.Body).ShouldBeOfType<EventReading.Malformed>(body.Name);
        }

        var envelope = Envelope(Encoding.UTF8.GetString(MalformedBodies.Sound()));
        var random = new Random(20261124);
        for (var i = 0; i < 2_000; i++)
        {
            var damaged = (byte[])envelope.Clone();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            if (SnsEnvelope.Read(damaged) is EventReading.Malformed malformed)
            {
                malformed.Reason.Length.ShouldBeInRange(1, SecurityHubEventReader.MaxReason);
            }
        }
    }

    private static string Reason(byte[] body) => SnsEnvelope.Read(body).ShouldBeOfType<EventReading.Malformed>().Reason;

    private static byte[] Envelope(string message) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["Type"] = "Notification",
        ["MessageId"] = "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
        ["TopicArn"] = "arn:aws:sns:ap-northeast-1:123456789012:findings",
        ["Message"] = message,
        ["Timestamp"] = "2026-11-24T01:00:00.000Z",
        ["SignatureVersion"] = "1",
        ["Signature"] = "EXAMPLE",
    }.ToJsonString());
}
