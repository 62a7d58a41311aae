output "settings" {
  description = "The bot's settings, as environment variables."
  value = {
    Aws__MemberRoleName     = var.member_role_name
    Aws__Region             = local.region
    Aws__Regions            = join(",", concat([local.region], sort(setsubtract(var.linked_regions, [local.region]))))
    Directory__AccountTable = aws_dynamodb_table.accounts.name
    Directory__PolicyTable  = aws_dynamodb_table.policies.name
    Directory__Store        = "dynamodb"
    Intake__QueueUrl        = aws_sqs_queue.findings.url
  }
}

output "bot_role_arn" {
  description = "The bot's role: a task's role, or the service account's annotation eks.amazonaws.com/role-arn. The member role's parameter BotRoleArn."
  value       = local.bot_role_arn
}

output "bot_instance_profile" {
  description = "The instance profile, with bot_runs_on = ec2."
  value       = one(aws_iam_instance_profile.bot[*].name)
}

output "bot_policy_arn" {
  description = "What the bot may do; attach it to the role of your own, with bot_runs_on = elsewhere."
  value       = aws_iam_policy.bot.arn
}

output "dead_letter_queue_url" {
  description = "Where what could not be delivered or read ends. Something in it deserves an alarm."
  value       = aws_sqs_queue.dead_letters.url
}
