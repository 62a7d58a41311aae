mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }

  mock_data "aws_region" {
    defaults = { name = "ap-northeast-1" }
  }

  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:ap-northeast-1:111122223333:any" }
  }

  mock_resource "aws_dynamodb_table" {
    defaults = { arn = "arn:aws:dynamodb:ap-northeast-1:111122223333:table/any" }
  }

  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws:iam::111122223333:policy/securityhubbot-bot" }
  }
}

variables {
  aggregation_region = "ap-northeast-1"
  organization_id    = "o-a1b2c3d4e5"
}

run "a_task_of_this_account_and_region_takes_the_role" {
  command = apply

  assert {
    condition = jsondecode(aws_iam_role.bot[0].assume_role_policy).Statement == [{
      Effect    = "Allow"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        ArnLike      = { "aws:SourceArn" = "arn:aws:ecs:ap-northeast-1:111122223333:*" }
        StringEquals = { "aws:SourceAccount" = "111122223333" }
      }
    }]
    error_message = "Others than tasks of this account take the role: ${aws_iam_role.bot[0].assume_role_policy}"
  }

  assert {
    condition     = aws_iam_role_policy_attachment.bot[0].policy_arn == aws_iam_policy.bot.arn && output.bot_role_arn == "arn:aws:iam::111122223333:role/securityhubbot-bot" && output.bot_instance_profile == null
    error_message = "The role is not as it is told to members."
  }
}

run "an_instance_takes_the_role_by_its_profile" {
  command = apply

  variables {
    bot_runs_on = "ec2"
  }

  assert {
    condition     = jsondecode(aws_iam_role.bot[0].assume_role_policy).Statement[0].Principal == { Service = "ec2.amazonaws.com" } && output.bot_instance_profile == "securityhubbot-bot"
    error_message = "EC2 cannot take the role: ${aws_iam_role.bot[0].assume_role_policy}"
  }
}

run "one_service_account_takes_the_role" {
  command = apply

  variables {
    bot_runs_on = "irsa"
    irsa = {
      provider_arn    = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.ap-northeast-1.amazonaws.com/id/ABC"
      namespace       = "security"
      service_account = "securityhubbot"
    }
  }

  assert {
    condition = jsondecode(aws_iam_role.bot[0].assume_role_policy).Statement == [{
      Effect    = "Allow"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.ap-northeast-1.amazonaws.com/id/ABC" }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "oidc.eks.ap-northeast-1.amazonaws.com/id/ABC:aud" = "sts.amazonaws.com"
          "oidc.eks.ap-northeast-1.amazonaws.com/id/ABC:sub" = "system:serviceaccount:security:securityhubbot"
        }
      }
    }]
    error_message = "Others than the bot's pods take the role: ${aws_iam_role.bot[0].assume_role_policy}"
  }
}

run "elsewhere_there_is_a_policy_and_no_role" {
  command = apply

  variables {
    bot_runs_on                      = "elsewhere"
    bot_role_arn                     = "arn:aws:iam::111122223333:role/path/mine"
    member_role_organizational_units = ["r-ab12"]
  }

  assert {
    condition     = length(aws_iam_role.bot) == 0 && length(aws_iam_role_policy_attachment.bot) == 0 && output.bot_policy_arn == aws_iam_policy.bot.arn
    error_message = "No role is wanted."
  }

  assert {
    condition     = aws_cloudformation_stack_set.member_role[0].parameters["BotRoleArn"] == "arn:aws:iam::111122223333:role/path/mine"
    error_message = "Members must trust the role that there is."
  }
}
