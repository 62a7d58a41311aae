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

run "a_rule_outside_the_aggregation_region_is_refused" {
  command = plan

  variables {
    aggregation_region = "us-east-1"
  }

  expect_failures = [terraform_data.home_region]
}

run "what_is_wrong_or_would_not_be_used_is_refused" {
  command = plan

  variables {
    linked_regions                   = ["all"]
    organization_id                  = "*"
    name                             = "SecurityHub Bot"
    member_role_name                 = "*"
    member_role_organizational_units = ["111122223333"]
    queue_kms_key_arn                = "arn:aws:kms:ap-northeast-1:111122223333:alias/aws/sqs"
    queue_retention_days             = 14
    queue_max_receives               = 2
    redrive_role_arns                = ["arn:aws:iam::111122223333:role/*"]
    bot_role_arn                     = "arn:aws:iam::111122223333:role/mine"
    irsa                             = { provider_arn = "arn:aws:iam::111122223333:oidc-provider/oidc.example.com/id/ABC", namespace = "security", service_account = "bot" }
  }

  expect_failures = [
    var.linked_regions,
    var.organization_id,
    var.name,
    var.member_role_name,
    var.member_role_organizational_units,
    var.queue_kms_key_arn,
    var.queue_retention_days,
    var.queue_max_receives,
    var.redrive_role_arns,
    var.bot_role_arn,
    var.irsa,
  ]
}

run "what_is_unknown_is_refused" {
  command = plan

  variables {
    aggregation_region = "Tokyo"
    bot_runs_on        = "lambda"
  }

  expect_failures = [
    var.aggregation_region,
    var.bot_runs_on,
  ]
}

run "a_role_of_ones_own_without_its_arn_is_refused" {
  command = plan

  variables {
    bot_runs_on = "elsewhere"
  }

  expect_failures = [var.bot_role_arn]
}

run "a_role_of_ones_own_by_wildcard_is_refused" {
  command = plan

  variables {
    bot_runs_on  = "elsewhere"
    bot_role_arn = "arn:aws:iam::111122223333:role/*"
  }

  expect_failures = [var.bot_role_arn]
}

run "a_service_account_by_wildcard_is_refused" {
  command = plan

  variables {
    bot_runs_on = "irsa"
    irsa        = { provider_arn = "oidc.example.com", namespace = "security", service_account = "*" }
  }

  expect_failures = [var.irsa]
}
