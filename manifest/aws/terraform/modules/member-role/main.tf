# The role by which SecurityHubBot switches controls in a member's account: for accounts that no StackSet reaches, such as the
# organisation's management account. The same as ../../../cloudformation/member-role.yaml.

locals {
  bot_account = split(":", var.bot_role_arn)[4]
  partition   = split(":", var.bot_role_arn)[1]

  actions = [
    "securityhub:DescribeHub",
    "securityhub:GetEnabledStandards",
    "securityhub:DescribeStandardsControls",
    "securityhub:ListSecurityControlDefinitions",
    "securityhub:BatchGetStandardsControlAssociations",
    "securityhub:BatchUpdateStandardsControlAssociations",
    "securityhub:UpdateStandardsControl",
  ]
}

resource "aws_iam_role" "member" {
  name                 = var.role_name
  description          = "By which SecurityHubBot switches controls of Security Hub in this account."
  max_session_duration = 3600

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "OnlyTheBot"
        Effect = "Allow"
        # The account and not the role: a role that is not there yet is refused here, and one that was made anew would no longer be meant.
        Principal = { AWS = "arn:${local.partition}:iam::${local.bot_account}:root" }
        Action    = "sts:AssumeRole"
        Condition = {
          ArnEquals    = { "aws:PrincipalArn" = var.bot_role_arn }
          StringEquals = { "aws:PrincipalOrgID" = var.organization_id }
        }
      },
    ]
  })

  tags = var.tags
}

resource "aws_iam_role_policy" "member" {
  name = "switch-controls"
  role = aws_iam_role.member.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "SwitchControls"
        Effect   = "Allow"
        Action   = local.actions
        Resource = "*"
      },
    ]
  })
}

output "role_name" {
  description = "The setting Aws:MemberRoleName."
  value       = aws_iam_role.member.name
}
