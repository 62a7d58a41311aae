mock_provider "aws" {}

variables {
  bot_role_arn    = "arn:aws-us-gov:iam::111122223333:role/securityhubbot-bot"
  organization_id = "o-a1b2c3d4e5"
}

run "only_the_bot_of_this_organisation_takes_the_role" {
  command = apply

  module {
    source = "./modules/member-role"
  }

  assert {
    condition = jsondecode(aws_iam_role.member.assume_role_policy).Statement == [{
      Sid       = "OnlyTheBot"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws-us-gov:iam::111122223333:root" }
      Action    = "sts:AssumeRole"
      Condition = {
        ArnEquals    = { "aws:PrincipalArn" = "arn:aws-us-gov:iam::111122223333:role/securityhubbot-bot" }
        StringEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" }
      }
    }]
    error_message = "Others take the role: ${aws_iam_role.member.assume_role_policy}"
  }

  assert {
    condition = alltrue([
      for action in jsondecode(aws_iam_role_policy.member.policy).Statement[0].Action : startswith(action, "securityhub:") && !strcontains(action, "*")
    ])
    error_message = "The role is for Security Hub only: ${aws_iam_role_policy.member.policy}"
  }

  assert {
    condition     = output.role_name == "SecurityHubBotMember"
    error_message = "Another name than the bot's setting."
  }
}

run "a_role_by_wildcard_is_refused" {
  command = plan

  module {
    source = "./modules/member-role"
  }

  variables {
    bot_role_arn = "arn:aws:iam::111122223333:role/*"
  }

  expect_failures = [var.bot_role_arn]
}

run "no_organisation_is_refused" {
  command = plan

  module {
    source = "./modules/member-role"
  }

  variables {
    organization_id = "*"
  }

  expect_failures = [var.organization_id]
}
