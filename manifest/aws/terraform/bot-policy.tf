# What the bot may do in the administrator's account. What each action is for is in docs/operating.md; a test compares this list with
# that table and with the calls that the code makes.

locals {
  # Security Hub has no smaller resource than the whole account for these.
  security_hub = [
    # Findings: compared with what the bot holds, and their workflow status and note kept as decided.
    "securityhub:GetFindings",
    "securityhub:BatchUpdateFindings",

    # Which accounts and Regions there are, and who manages their controls.
    "securityhub:ListMembers",
    "securityhub:DescribeHub",
    "securityhub:ListFindingAggregators",
    "securityhub:GetFindingAggregator",
    "securityhub:DescribeOrganizationConfiguration",
    "securityhub:ListConfigurationPolicies",
    "securityhub:GetConfigurationPolicy",
    "securityhub:UpdateConfigurationPolicy",
    "securityhub:GetConfigurationPolicyAssociation",
    "securityhub:BatchGetConfigurationPolicyAssociations",

    # Controls of this account itself. In the members' accounts the member role is for that, with the same actions.
    "securityhub:GetEnabledStandards",
    "securityhub:DescribeStandardsControls",
    "securityhub:ListSecurityControlDefinitions",
    "securityhub:BatchGetStandardsControlAssociations",
    "securityhub:BatchUpdateStandardsControlAssociations",
    "securityhub:UpdateStandardsControl",
  ]

  # The bot sets status and note. What a finding says by itself stays as it is, also should the bot be taken over.
  untouched_fields = ["Confidence", "Criticality", "Severity.Label", "Severity.Normalized", "VerificationState"]

  bot_statements = concat(
    [
      {
        Sid    = "TakeEvents"
        Effect = "Allow"
        Action = [
          "sqs:ReceiveMessage",
          "sqs:DeleteMessage",
          "sqs:ChangeMessageVisibility",
          "sqs:GetQueueAttributes",
        ]
        Resource = local.queue_arn
      },
      {
        Sid    = "PoliciesAndAccounts"
        Effect = "Allow"
        Action = [
          "dynamodb:DescribeTable",
          "dynamodb:Scan",
          "dynamodb:GetItem",
          "dynamodb:PutItem",
          "dynamodb:DeleteItem",
        ]
        Resource = [aws_dynamodb_table.policies.arn, aws_dynamodb_table.accounts.arn]
      },
      {
        Sid      = "SecurityHub"
        Effect   = "Allow"
        Action   = local.security_hub
        Resource = "*"
      },
      {
        Sid    = "NamesOfAccounts"
        Effect = "Allow"
        Action = [
          "organizations:ListAccounts",
          "organizations:ListParents",
          "organizations:DescribeOrganizationalUnit",
        ]
        Resource = "*"
      },
      {
        Sid      = "ControlsOfMembers"
        Effect   = "Allow"
        Action   = "sts:AssumeRole"
        Resource = "arn:${local.partition}:iam::*:role/${var.member_role_name}"
        Condition = {
          StringEquals = { "aws:ResourceOrgID" = var.organization_id }
        }
      },
    ],
    [
      for field in local.untouched_fields : {
        Sid      = "Never${replace(field, ".", "")}"
        Effect   = "Deny"
        Action   = "securityhub:BatchUpdateFindings"
        Resource = "*"
        Condition = {
          Null = { "securityhub:ASFFSyntaxPath/${field}" = "false" }
        }
      }
    ],
    [
      for key in compact([var.queue_kms_key_arn]) : {
        Sid      = "ReadEncryptedEvents"
        Effect   = "Allow"
        Action   = "kms:Decrypt"
        Resource = key
        Condition = {
          StringLike = { "kms:ViaService" = "sqs.${local.region}.amazonaws.com*" }
        }
      }
    ],
  )
}

resource "aws_iam_policy" "bot" {
  name        = "${var.name}-bot"
  description = "What SecurityHubBot does in the administrator account of Security Hub."
  policy      = jsonencode({ Version = "2012-10-17", Statement = local.bot_statements })
  tags        = var.tags
}
