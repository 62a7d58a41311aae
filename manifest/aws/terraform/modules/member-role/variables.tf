variable "bot_role_arn" {
  description = "The role as which the bot runs: the output bot_role_arn of the administrator's module."
  type        = string

  validation {
    condition     = can(regex("^arn:aws(-cn|-us-gov)?:iam::[0-9]{12}:role/[^*]+$", var.bot_role_arn))
    error_message = "bot_role_arn must be the whole ARN of an IAM role, such as arn:aws:iam::111122223333:role/securityhubbot-bot."
  }
}

variable "organization_id" {
  description = "The organisation of which the bot must be."
  type        = string

  validation {
    condition     = can(regex("^o-[a-z0-9]{10,32}$", var.organization_id))
    error_message = "organization_id must be an id such as o-a1b2c3d4e5 (aws organizations describe-organization)."
  }
}

variable "role_name" {
  description = "The same in every account: the setting Aws:MemberRoleName."
  type        = string
  default     = "SecurityHubBotMember"

  validation {
    condition     = can(regex("^[A-Za-z0-9+=,.@_-]{1,64}$", var.role_name))
    error_message = "role_name must be the name of an IAM role, without a path and without wildcards."
  }
}

variable "tags" {
  description = "Tags of the role."
  type        = map(string)
  default     = {}
}
