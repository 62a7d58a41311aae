mock_provider "aws" {
  alias = "china"

  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws-cn", dns_suffix = "amazonaws.com.cn" }
  }

  mock_data "aws_region" {
    defaults = { name = "cn-north-1" }
  }

  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws-cn:sqs:cn-north-1:111122223333:any" }
  }

  mock_resource "aws_dynamodb_table" {
    defaults = { arn = "arn:aws-cn:dynamodb:cn-north-1:111122223333:table/any" }
  }

  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws-cn:iam::111122223333:policy/securityhubbot-bot" }
  }
}

mock_provider "aws" {
  alias = "government"

  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws-us-gov", dns_suffix = "amazonaws.com" }
  }

  mock_data "aws_region" {
    defaults = { name = "us-gov-west-1" }
  }

  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws-us-gov:sqs:us-gov-west-1:111122223333:any" }
  }

  mock_resource "aws_dynamodb_table" {
    defaults = { arn = "arn:aws-us-gov:dynamodb:us-gov-west-1:111122223333:table/any" }
  }

  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws-us-gov:iam::111122223333:policy/securityhubbot-bot" }
  }
}

variables {
  organization_id                  = "o-a1b2c3d4e5"
  bot_runs_on                      = "ec2"
  member_role_organizational_units = ["ou-ab12-cdefgh34"]
}

run "in_China_no_name_is_of_another_partition" {
  command   = apply
  providers = { aws = aws.china }

  variables {
    aggregation_region = "cn-north-1"
    queue_kms_key_arn  = "arn:aws-cn:kms:cn-north-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  }

  assert {
    condition = alltrue([
      for text in concat(
        [aws_iam_policy.bot.policy, aws_iam_role.bot[0].assume_role_policy, aws_sqs_queue_redrive_allow_policy.dead_letters.redrive_allow_policy],
        [for policy in aws_sqs_queue_policy.queues : policy.policy],
        values(aws_cloudformation_stack_set.member_role[0].parameters),
      ) : !strcontains(text, "arn:aws:")
    ])
    error_message = "An ARN of another partition."
  }

  assert {
    condition     = jsondecode(aws_iam_role.bot[0].assume_role_policy).Statement[0].Principal == { Service = "ec2.amazonaws.com.cn" } && jsondecode(aws_sqs_queue_policy.queues["findings"].policy).Statement[0].Principal == { Service = "events.amazonaws.com" }
    error_message = "EC2 has its own name in China, EventBridge has not."
  }
}

run "in_GovCloud_no_name_is_of_another_partition" {
  command   = apply
  providers = { aws = aws.government }

  variables {
    aggregation_region = "us-gov-west-1"
  }

  assert {
    condition = alltrue([
      for text in concat(
        [aws_iam_policy.bot.policy, aws_sqs_queue_redrive_allow_policy.dead_letters.redrive_allow_policy],
        [for policy in aws_sqs_queue_policy.queues : policy.policy],
        values(aws_cloudformation_stack_set.member_role[0].parameters),
      ) : !strcontains(text, "arn:aws:")
    ])
    error_message = "An ARN of another partition."
  }

  assert {
    condition     = jsondecode(aws_iam_role.bot[0].assume_role_policy).Statement[0].Principal == { Service = "ec2.amazonaws.com" }
    error_message = "EC2 has its usual name in GovCloud."
  }
}
