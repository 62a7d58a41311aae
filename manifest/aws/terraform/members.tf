# IAM is global: one Region of each account is enough, and a second stack would only find the role's name taken.
resource "aws_cloudformation_stack_set" "member_role" {
  count = length(var.member_role_organizational_units) == 0 ? 0 : 1

  name             = "${var.name}-member-role"
  description      = "The role by which SecurityHubBot switches controls in this account."
  permission_model = "SERVICE_MANAGED"
  call_as          = "DELEGATED_ADMIN"
  capabilities     = ["CAPABILITY_NAMED_IAM"]
  template_body    = file("${path.module}/../cloudformation/member-role.yaml")

  parameters = {
    BotRoleArn     = local.bot_role_arn
    OrganizationId = var.organization_id
    RoleName       = var.member_role_name
  }

  auto_deployment {
    enabled                          = true
    retain_stacks_on_account_removal = false
  }

  operation_preferences {
    failure_tolerance_percentage = 100
    max_concurrent_percentage    = 100
  }

  tags = var.tags

  lifecycle {
    # The provider reads it back for service-managed sets, where nobody sets it.
    ignore_changes = [administration_role_arn]
  }
}

resource "aws_cloudformation_stack_set_instance" "member_role" {
  count = length(var.member_role_organizational_units) == 0 ? 0 : 1

  stack_set_name = aws_cloudformation_stack_set.member_role[0].name
  call_as        = "DELEGATED_ADMIN"
  region         = local.region

  deployment_targets {
    organizational_unit_ids = var.member_role_organizational_units
  }
}
