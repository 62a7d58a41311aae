locals {
  # What no rule lets through (a WARNING, a workflow status that somebody set in the console) comes with the hourly comparison.
  patterns = {
    failed = {
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

    # Since July 2025 a fixed finding stays ACTIVE and becomes PASSED; a deleted resource's is ARCHIVED.
    fixed = {
      source      = ["aws.securityhub"]
      detail-type = ["Security Hub Findings - Imported"]
      detail = {
        findings = {
          "$or" = [
            { Compliance = { Status = ["PASSED"] } },
            { RecordState = ["ARCHIVED"] },
          ]
        }
      }
    }
  }

  descriptions = {
    failed = "Controls that newly fail, for SecurityHubBot."
    fixed  = "Controls that pass again and findings that are gone, for SecurityHubBot."
  }
}

resource "aws_cloudwatch_event_rule" "findings" {
  for_each = local.patterns

  name          = "${var.name}-${each.key}"
  description   = local.descriptions[each.key]
  event_pattern = jsonencode(each.value)
  tags          = var.tags

  depends_on = [terraform_data.home_region]
}

resource "aws_cloudwatch_event_target" "queue" {
  for_each = local.patterns

  rule      = aws_cloudwatch_event_rule.findings[each.key].name
  target_id = "queue"
  arn       = aws_sqs_queue.findings.arn

  # EventBridge's own most.
  retry_policy {
    maximum_event_age_in_seconds = 86400
    maximum_retry_attempts       = 185
  }

  dead_letter_config {
    arn = aws_sqs_queue.dead_letters.arn
  }
}
