using SecurityHubBot.Intake.Sqs;

namespace SecurityHubBot.Tests.Intake.Sqs;

public class QueueUrlTests
{
    [Theory]
    [InlineData("https://sqs.ap-northeast-1.amazonaws.com/123456789012/findings", "findings", "ap-northeast-1", "https://sqs.ap-northeast-1.amazonaws.com")]
    [InlineData(" https://sqs.ap-northeast-1.amazonaws.com/123456789012/findings\n", "findings", "ap-northeast-1", "https://sqs.ap-northeast-1.amazonaws.com")]
    [InlineData("https://sqs.us-gov-west-1.amazonaws.com/123456789012/a_b-c", "a_b-c", "us-gov-west-1", "https://sqs.us-gov-west-1.amazonaws.com")]
    [InlineData("https://sqs.cn-north-1.amazonaws.com.cn/123456789012/findings", "findings", "cn-north-1", "https://sqs.cn-north-1.amazonaws.com.cn")]
    [InlineData("https://sqs-fips.us-east-1.amazonaws.com/123456789012/findings", "findings", "us-east-1", "https://sqs-fips.us-east-1.amazonaws.com")]
    [InlineData("https://sqs.eu-central-1.api.aws/123456789012/findings", "findings", "eu-central-1", "https://sqs.eu-central-1.api.aws")]
    [InlineData("https://vpce-0a1b-2c3d.sqs.ap-northeast-1.vpce.amazonaws.com/123456789012/findings", "findings", "ap-northeast-1", "https://vpce-0a1b-2c3d.sqs.ap-northeast-1.vpce.amazonaws.com")]
    [InlineData("https://ap-northeast-1.queue.amazonaws.com/123456789012/findings", "findings", "ap-northeast-1", "https://ap-northeast-1.queue.amazonaws.com")]
    [InlineData("https://queue.amazonaws.com/123456789012/findings.fifo", "findings.fifo", "us-east-1", "https://queue.amazonaws.com")]
    [InlineData("http://localhost:4566/000000000000/findings", "findings", null, "http://localhost:4566")]
    [InlineData("http://localhost:9324/queue/findings", "findings", null, "http://localhost:9324")]
    public void A_queues_URL_says_its_name_its_Region_and_where_to_call(string text, string name, string? region, string endpoint)
    {
        QueueUrl.TryParse(text, out var queue).ShouldBeTrue();

        (queue.Name, queue.Region, queue.Endpoint).ShouldBe((name, region, endpoint));
        queue.ToString().ShouldBe(text.Trim());
        QueueUrl.Parse(queue.ToString()).ShouldBe(queue);
    }

    [Theory]
    [InlineData("")]
    [InlineData("findings")]
    [InlineData("arn:aws:sqs:ap-northeast-1:123456789012:findings")]
    [InlineData("https://sqs.ap-northeast-1.amazonaws.com/")]
    [InlineData("https://sqs.ap-northeast-1.amazonaws.com/findings")]
    [InlineData("https://sqs.ap-northeast-1.amazonaws.com/1234/findings")]
    [InlineData("https://sqs.ap-northeast-1.amazonaws.com/123456789012/")]
    [InlineData("https://sqs.ap-northeast-1.amazonaws.com/123456789012/find ings")]
    [InlineData("https://sqs.ap-northeast-1.amazonaws.com/123456789012/findings?x=1")]
    [InlineData("https://sqs.ap-northeast-1.amazonaws.com/123456789012/findings#x")]
    [InlineData("https://key:secret@sqs.ap-northeast-1.amazonaws.com/123456789012/findings")]
    [InlineData("http://sqs.ap-northeast-1.amazonaws.com/123456789012/findings")]
    [InlineData("ftp://sqs.ap-northeast-1.amazonaws.com/123456789012/findings")]
    public void What_is_no_queues_URL_is_none(string text)
    {
        QueueUrl.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<FormatException>(() => QueueUrl.Parse(text));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(" ", true)]
    [InlineData(QueueUrl.Example, true)]
    [InlineData("findings", false)]
    public void Only_a_queue_that_is_set_has_to_be_one(string? text, bool isGood) => (QueueUrl.Check(text) is null).ShouldBe(isGood);

    [Theory]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1", "00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01")]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0;Lineage=a:1", "00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-00")]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8", "00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-00")]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793", null)]
    [InlineData("rubbish", null)]
    [InlineData(null, null)]
    public void AWSs_trace_header_is_the_same_trace(string? header, string? traceParent) => XRayTrace.ToTraceParent(header).ShouldBe(traceParent);

    [Theory]
    [InlineData("45", null, 45, null)]
    [InlineData("0", null, 30, null)]
    [InlineData("4", null, 30, null)]
    [InlineData(null, "", 30, null)]
    [InlineData("many", "nothing", 30, null)]
    [InlineData("43200", """{"deadLetterTargetArn":"arn:aws:sqs:ap-northeast-1:123456789012:dead","maxReceiveCount":5}""", 43_200, 5)]
    [InlineData("30", """{"maxReceiveCount":"7"}""", 30, 7)]
    [InlineData("30", """{"maxReceiveCount":0}""", 30, null)]
    [InlineData("30", "[]", 30, null)]
    public void What_a_queue_says_of_itself_is_read_whatever_it_says(string? visibility, string? redrive, int seconds, int? receives)
    {
        var attributes = new Dictionary<string, string>();
        if (visibility is not null)
        {
            attributes["VisibilityTimeout"] = visibility;
        }

        if (redrive is not null)
        {
            attributes["RedrivePolicy"] = redrive;
        }

        QueueAttributes.From(attributes).ShouldBe(new QueueAttributes(TimeSpan.FromSeconds(seconds), receives));
    }
}
