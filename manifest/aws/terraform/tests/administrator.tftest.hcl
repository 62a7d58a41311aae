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
    defaults = {
      arn = "arn:aws:sqs:ap-northeast-1:111122223333:any"
      id  = "https://sqs.ap-northeast-1.amazonaws.com/111122223333/any"
      url = "https://sqs.ap-northeast-1.amazonaws.com/111122223333/any"
    }
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

# Starting the provider takes longer than everything else: what has the same variables is one run.

run "with_what_is_set_by_default" {
  command = apply

  assert {
    condition = jsondecode(aws_cloudwatch_event_rule.findings["failed"].event_pattern) == {
      source      = ["aws.securityhub"]
      detail-type = ["Security Hub Findings - Imported"]
      detail = {
        findings = {
          Compliance  = { Status = ["FAILED"] }
          Workflow    = { Status = ["NEW"] }
          RecordState = ["ACTIVE"]
        }
      }
    }
    error_message = "The first rule is not that for new failures: ${aws_cloudwatch_event_rule.findings["failed"].event_pattern}"
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.findings["fixed"].event_pattern).detail.findings["$or"] == [{ Compliance = { Status = ["PASSED"] } }, { RecordState = ["ARCHIVED"] }]
    error_message = "The second rule is not that for fixes: ${aws_cloudwatch_event_rule.findings["fixed"].event_pattern}"
  }

  assert {
    condition     = alltrue([for target in aws_cloudwatch_event_target.queue : target.arn == aws_sqs_queue.findings.arn && target.dead_letter_config[0].arn == aws_sqs_queue.dead_letters.arn])
    error_message = "What a rule cannot deliver must not be lost."
  }

  assert {
    condition     = alltrue([for target in aws_cloudwatch_event_target.queue : target.retry_policy[0].maximum_event_age_in_seconds == 86400 && target.retry_policy[0].maximum_retry_attempts == 185])
    error_message = "EventBridge must try for as long as it can."
  }

  assert {
    condition     = aws_cloudwatch_event_rule.findings["failed"].name == "securityhubbot-failed" && aws_cloudwatch_event_rule.findings["fixed"].name == "securityhubbot-fixed"
    error_message = "The queues' policies name the rules otherwise."
  }

  assert {
    condition = alltrue([
      for queue in ["findings", "dead_letters"] : anytrue([
        for statement in jsondecode(aws_sqs_queue_policy.queues[queue].policy).Statement :
        statement.Effect == "Allow" && statement.Action == "sqs:SendMessage" && statement.Principal == { Service = "events.amazonaws.com" }
        && try(statement.Condition.ArnEquals["aws:SourceArn"], []) == [
          "arn:aws:events:ap-northeast-1:111122223333:rule/securityhubbot-failed",
          "arn:aws:events:ap-northeast-1:111122223333:rule/securityhubbot-fixed",
        ]
        && try(statement.Condition.StringEquals["aws:SourceAccount"], "") == "111122223333"
      ])
    ])
    error_message = "Only the two rules may send: ${aws_sqs_queue_policy.queues["findings"].policy}"
  }

  assert {
    condition = alltrue([
      for policy in aws_sqs_queue_policy.queues : length([for statement in jsondecode(policy.policy).Statement : statement if statement.Effect == "Allow"]) == 1
    ])
    error_message = "Nothing else may be allowed on a queue."
  }

  assert {
    condition = alltrue([
      for policy in aws_sqs_queue_policy.queues : anytrue([
        for statement in jsondecode(policy.policy).Statement :
        statement.Effect == "Deny" && statement.Action == "sqs:*" && statement.Principal == "*" && try(statement.Condition.Bool["aws:SecureTransport"], "") == "false"
      ])
    ])
    error_message = "Connections without TLS must be refused."
  }

  assert {
    condition = alltrue([
      for policy in aws_sqs_queue_policy.queues : anytrue([
        for statement in jsondecode(policy.policy).Statement :
        statement.Effect == "Deny" && statement.Action == "sqs:SendMessage" && keys(try(statement.Condition.ArnNotEquals, {})) == ["aws:SourceArn"]
      ])
    ])
    error_message = "Whoever is no rule must be refused, whatever else he is allowed."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue.findings.redrive_policy) == { deadLetterTargetArn = aws_sqs_queue.dead_letters.arn, maxReceiveCount = 10 }
    error_message = "No dead letter queue: ${aws_sqs_queue.findings.redrive_policy}"
  }

  assert {
    condition     = jsondecode(aws_sqs_queue_redrive_allow_policy.dead_letters.redrive_allow_policy) == { redrivePermission = "byQueue", sourceQueueArns = ["arn:aws:sqs:ap-northeast-1:111122223333:securityhubbot-findings"] }
    error_message = "The dead letter queue takes from others: ${aws_sqs_queue_redrive_allow_policy.dead_letters.redrive_allow_policy}"
  }

  assert {
    condition     = alltrue([for queue in [aws_sqs_queue.findings, aws_sqs_queue.dead_letters] : queue.sqs_managed_sse_enabled && queue.kms_master_key_id == null])
    error_message = "Without a key the queues are encrypted by SQS."
  }

  assert {
    condition     = aws_sqs_queue.dead_letters.message_retention_seconds > aws_sqs_queue.findings.message_retention_seconds
    error_message = "A message's age counts from when it was first sent: the dead letter queue must keep it longer."
  }

  assert {
    condition     = length([for statement in jsondecode(aws_iam_policy.bot.policy).Statement : statement if startswith(try(tostring(statement.Action), ""), "kms:")]) == 0
    error_message = "Without a key there is nothing to decrypt."
  }

  assert {
    condition     = aws_dynamodb_table.policies.hash_key == "standard" && aws_dynamodb_table.policies.range_key == "control" && aws_dynamodb_table.accounts.hash_key == "account_id" && aws_dynamodb_table.accounts.range_key == null
    error_message = "The keys are a name towards the outside."
  }

  assert {
    condition = alltrue([
      for table in [aws_dynamodb_table.policies, aws_dynamodb_table.accounts] :
      table.billing_mode == "PAY_PER_REQUEST" && table.deletion_protection_enabled && table.point_in_time_recovery[0].enabled && alltrue([for attribute in table.attribute : attribute.type == "S"])
    ])
    error_message = "Both tables: on demand, protected, restorable."
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(aws_iam_policy.bot.policy).Statement :
      statement.Effect == "Deny" || alltrue([for action in flatten([statement.Action]) : !strcontains(action, "*")])
    ])
    error_message = "No wildcards in what is allowed: ${aws_iam_policy.bot.policy}"
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(aws_iam_policy.bot.policy).Statement :
      try(tostring(statement.Resource), "") != "*" || alltrue([for action in flatten([statement.Action]) : startswith(action, "securityhub:") || startswith(action, "organizations:")])
    ])
    error_message = "Only Security Hub and Organizations know no smaller resource: ${aws_iam_policy.bot.policy}"
  }

  assert {
    condition = [
      for statement in jsondecode(aws_iam_policy.bot.policy).Statement : statement if try(tostring(statement.Action), "") == "sts:AssumeRole"
      ] == [{
        Sid       = "ControlsOfMembers"
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Resource  = "arn:aws:iam::*:role/SecurityHubBotMember"
        Condition = { StringEquals = { "aws:ResourceOrgID" = "o-a1b2c3d4e5" } }
    }]
    error_message = "Only the member role, and only in this organisation: ${aws_iam_policy.bot.policy}"
  }

  assert {
    condition = length([
      for statement in jsondecode(aws_iam_policy.bot.policy).Statement : statement
      if statement.Effect == "Deny" && statement.Action == "securityhub:BatchUpdateFindings" && try(statement.Condition.Null["securityhub:ASFFSyntaxPath/Severity.Label"], "") == "false"
    ]) == 1
    error_message = "The bot must not be able to change a severity."
  }

  assert {
    condition     = length(replace(aws_iam_policy.bot.policy, " ", "")) <= 6144
    error_message = "A managed policy has at most 6,144 characters."
  }

  assert {
    condition     = length(aws_cloudformation_stack_set.member_role) == 0 && length(aws_cloudformation_stack_set_instance.member_role) == 0
    error_message = "A stack set nobody asked for."
  }
}

run "with_everything_that_may_be_set" {
  command = apply

  variables {
    linked_regions                   = ["us-east-1", "ap-northeast-1", "eu-west-1"]
    member_role_organizational_units = ["ou-ab12-cdefgh34"]
    queue_kms_key_arn                = "arn:aws:kms:ap-northeast-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    redrive_role_arns                = ["arn:aws:iam::111122223333:role/operator"]
  }

  assert {
    condition = anytrue([
      for statement in jsondecode(aws_sqs_queue_policy.queues["findings"].policy).Statement :
      statement.Effect == "Deny" && try(statement.Condition.ArnNotEquals["aws:PrincipalArn"], []) == ["arn:aws:iam::111122223333:role/operator"]
    ])
    error_message = "The operator is refused: ${aws_sqs_queue_policy.queues["findings"].policy}"
  }

  assert {
    condition     = alltrue([for queue in [aws_sqs_queue.findings, aws_sqs_queue.dead_letters] : queue.kms_master_key_id == var.queue_kms_key_arn && queue.kms_data_key_reuse_period_seconds == 3600])
    error_message = "Both queues must take the key, and reuse its data keys for an hour."
  }

  assert {
    condition = anytrue([
      for statement in jsondecode(aws_iam_policy.bot.policy).Statement :
      statement.Effect == "Allow" && try(tostring(statement.Action), "") == "kms:Decrypt" && try(tostring(statement.Resource), "") == var.queue_kms_key_arn
      && try(statement.Condition.StringLike["kms:ViaService"], "") == "sqs.ap-northeast-1.amazonaws.com*"
    ])
    error_message = "The bot cannot read: ${aws_iam_policy.bot.policy}"
  }

  assert {
    condition = output.settings == {
      Aws__MemberRoleName     = "SecurityHubBotMember"
      Aws__Region             = "ap-northeast-1"
      Aws__Regions            = "ap-northeast-1,eu-west-1,us-east-1"
      Directory__AccountTable = "securityhubbot-accounts"
      Directory__PolicyTable  = "securityhubbot-policies"
      Directory__Store        = "dynamodb"
      Intake__QueueUrl        = "https://sqs.ap-northeast-1.amazonaws.com/111122223333/any"
    }
    error_message = "Other settings: ${jsonencode(output.settings)}"
  }

  assert {
    condition = aws_cloudformation_stack_set.member_role[0].parameters == tomap({
      BotRoleArn     = "arn:aws:iam::111122223333:role/securityhubbot-bot"
      OrganizationId = "o-a1b2c3d4e5"
      RoleName       = "SecurityHubBotMember"
    })
    error_message = "Other parameters than the template's: ${jsonencode(aws_cloudformation_stack_set.member_role[0].parameters)}"
  }

  assert {
    condition     = aws_cloudformation_stack_set.member_role[0].auto_deployment[0].enabled && aws_cloudformation_stack_set_instance.member_role[0].region == "ap-northeast-1"
    error_message = "New accounts must get the role by themselves, from one Region."
  }
}
