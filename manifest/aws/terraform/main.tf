# What SecurityHubBot needs in the delegated administrator's account of Security Hub.
#
# Apply it once, in the aggregation Region: findings of the linked Regions arrive there too, so that a rule in a linked Region would
# only send everything twice.

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  account    = data.aws_caller_identity.current.account_id
  partition  = data.aws_partition.current.partition
  region     = data.aws_region.current.name
  dns_suffix = data.aws_partition.current.dns_suffix

  # Not read from the resources: the member role's trust and the queues' policies name them before they are there.
  bot_role_name = "${var.name}-bot"
  bot_role_arn  = var.bot_runs_on == "elsewhere" ? var.bot_role_arn : "arn:${local.partition}:iam::${local.account}:role/${local.bot_role_name}"
  queue_arn     = "arn:${local.partition}:sqs:${local.region}:${local.account}:${var.name}-findings"
  rule_arns = [
    for rule in keys(local.patterns) : "arn:${local.partition}:events:${local.region}:${local.account}:rule/${var.name}-${rule}"
  ]
}

resource "terraform_data" "home_region" {
  lifecycle {
    precondition {
      condition     = local.region == var.aggregation_region
      error_message = "The provider's Region is ${local.region}, and Security Hub aggregates to ${var.aggregation_region}. Apply this module there: rules elsewhere see only a part of the findings, or send them twice."
    }
  }
}
