using SecurityHubBot.TestSupport.Aws;
using SecurityHubBot.TestSupport.Sqs;

namespace SecurityHubBot.TestSupport.Tests.Sqs;

/// <summary>Our SQS as a client sees it that is neither ours nor the one that the bot uses.</summary>
public class LoopbackSqsTests
{
    [Fact]
    public async Task What_boto3_sends_it_receives_and_deletes()
    {
        Assert.SkipWhen(Boto3.SkipReason is not null, Boto3.SkipReason ?? "");
        await using var sqs = await LoopbackSqs.StartAsync();

        // boto3 itself compares the checksums of what it sends and receives.
        var said = await Boto3.RunAsync("sqs", sqs.Url, """
            url = client.create_queue(QueueName='findings', Attributes={'VisibilityTimeout': '45'})['QueueUrl']
            assert client.get_queue_url(QueueName='findings')['QueueUrl'] == url
            assert client.get_queue_attributes(QueueUrl=url, AttributeNames=['VisibilityTimeout'])['Attributes'] == {'VisibilityTimeout': '45'}
            client.send_message(QueueUrl=url, MessageBody='{"title":"S3 バケット"} & <more>')
            sent = client.send_message_batch(QueueUrl=url, Entries=[{'Id': str(i), 'MessageBody': 'event %d' % i} for i in range(5)])
            assert len(sent['Successful']) == 5 and not sent.get('Failed')
            got = client.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1, AttributeNames=['All'])['Messages']
            assert [m['Body'] for m in got] == ['{"title":"S3 バケット"} & <more>'] + ['event %d' % i for i in range(5)], got
            assert all(m['Attributes']['ApproximateReceiveCount'] == '1' and int(m['Attributes']['SentTimestamp']) > 0 for m in got)
            assert 'Messages' not in client.receive_message(QueueUrl=url)
            client.delete_message(QueueUrl=url, ReceiptHandle=got[0]['ReceiptHandle'])
            deleted = client.delete_message_batch(QueueUrl=url, Entries=[{'Id': m['MessageId'], 'ReceiptHandle': m['ReceiptHandle']} for m in got[1:]])
            assert len(deleted['Successful']) == 5
            counts = client.get_queue_attributes(QueueUrl=url, AttributeNames=['All'])['Attributes']
            assert counts['ApproximateNumberOfMessages'] == '0' and counts['ApproximateNumberOfMessagesNotVisible'] == '0', counts
            print('content')
            """);

        said.ShouldBe("content");
        sqs.Queue("findings").Count.ShouldBe(0);
    }

    [Fact]
    public async Task Boto3_extends_and_gives_back_and_a_message_that_nobody_deletes_ends_in_the_dead_letter_queue()
    {
        Assert.SkipWhen(Boto3.SkipReason is not null, Boto3.SkipReason ?? "");
        await using var sqs = await LoopbackSqs.StartAsync();

        var said = await Boto3.RunAsync("sqs", sqs.Url, """
            import json
            dead = client.create_queue(QueueName='dead')['QueueUrl']
            arn = client.get_queue_attributes(QueueUrl=dead, AttributeNames=['QueueArn'])['Attributes']['QueueArn']
            url = client.create_queue(QueueName='findings', Attributes={'RedrivePolicy': json.dumps({'deadLetterTargetArn': arn, 'maxReceiveCount': '2'})})['QueueUrl']
            client.send_message(QueueUrl=url, MessageBody='poison')
            first = client.receive_message(QueueUrl=url)['Messages'][0]
            client.change_message_visibility(QueueUrl=url, ReceiptHandle=first['ReceiptHandle'], VisibilityTimeout=600)
            assert 'Messages' not in client.receive_message(QueueUrl=url)
            client.change_message_visibility(QueueUrl=url, ReceiptHandle=first['ReceiptHandle'], VisibilityTimeout=0)
            second = client.receive_message(QueueUrl=url, AttributeNames=['ApproximateReceiveCount'])['Messages'][0]
            assert second['Attributes'] == {'ApproximateReceiveCount': '2'}
            assert second['ReceiptHandle'] != first['ReceiptHandle']
            client.delete_message(QueueUrl=url, ReceiptHandle=first['ReceiptHandle'])  # too late: another delivery has it
            changed = client.change_message_visibility_batch(QueueUrl=url, Entries=[
                {'Id': 'a', 'ReceiptHandle': second['ReceiptHandle'], 'VisibilityTimeout': 0}, {'Id': 'b', 'ReceiptHandle': 'none', 'VisibilityTimeout': 0}])
            assert [s['Id'] for s in changed['Successful']] == ['a'] and [(f['Id'], f['Code'], f['SenderFault']) for f in changed['Failed']] == [('b', 'ReceiptHandleIsInvalid', True)], changed
            assert 'Messages' not in client.receive_message(QueueUrl=url)
            assert client.receive_message(QueueUrl=dead)['Messages'][0]['Body'] == 'poison'
            print('content')
            """);

        said.ShouldBe("content");
    }

    [Fact]
    public async Task What_SQS_refuses_boto3_is_told_by_its_own_names()
    {
        Assert.SkipWhen(Boto3.SkipReason is not null, Boto3.SkipReason ?? "");
        await using var sqs = await LoopbackSqs.StartAsync();
        sqs.AddQueue("findings");
        sqs.Faults.Next("ReceiveMessage", new SqsFault.AccessDenied());

        var said = await Boto3.RunAsync("sqs", sqs.Url, """
            def refused(call, **args):
                try:
                    call(**args)
                except botocore.exceptions.ClientError as e:
                    return e.response['Error']['Code'].split('.')[-1]
            url = client.get_queue_url(QueueName='findings')['QueueUrl']
            print(refused(client.get_queue_url, QueueName='nowhere'))
            print(refused(client.receive_message, QueueUrl=url))
            print(refused(client.send_message, QueueUrl=url, MessageBody='x' * (1024 * 1024 + 1)))
            print(refused(client.send_message_batch, QueueUrl=url, Entries=[{'Id': str(i), 'MessageBody': 'y' * 600000} for i in range(2)]))
            print(refused(client.send_message, QueueUrl=url, MessageBody='a\ufffe'))
            print(refused(client.receive_message, QueueUrl=url, MaxNumberOfMessages=11))
            """);

        said.ReplaceLineEndings(" ").ShouldBeOneOf(
            "NonExistentQueue AccessDenied InvalidParameterValue BatchRequestTooLong InvalidMessageContents InvalidParameterValue",
            "QueueDoesNotExist AccessDeniedException InvalidParameterValue BatchRequestTooLong InvalidMessageContents InvalidParameterValue");
    }
}
