variable "aggregation_region" {
  description = "The Region to which Security Hub aggregates findings (Security Hub, Settings, Regions). The provider must be set to it; without aggregation it is the one Region in use."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2,5}(-[a-z]+)+-[0-9]+$", var.aggregation_region))
    error_message = "aggregation_region must be a Region such as ap-northeast-1."
  }
}

variable "linked_regions" {
  description = "The other Regions in which Security Hub is on and the bot switches controls."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for region in var.linked_regions : can(regex("^[a-z]{2,5}(-[a-z]+)+-[0-9]+$", region))])
    error_message = "linked_regions must be Regions such as us-east-1."
  }
}

variable "organization_id" {
  description = "The organisation's id: only roles of this organisation can be assumed by the bot, and a member role only by a bot of this organisation."
  type        = string

  validation {
    condition     = can(regex("^o-[a-z0-9]{10,32}$", var.organization_id))
    error_message = "organization_id must be an id such as o-a1b2c3d4e5 (aws organizations describe-organization)."
  }
}

variable "name" {
  description = "What all names begin with."
  type        = string
  default     = "securityhubbot"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 32 small letters, digits and hyphens, beginning with a letter: longer ones do not fit into the name of an IAM role."
  }
}

variable "bot_runs_on" {
  description = "What the bot's role is for: ecs (a task role), ec2 (an instance profile), irsa (a service account of an EKS cluster), or elsewhere: then no role is made, and the policy is for a role of your own, bot_role_arn."
  type        = string
  default     = "ecs"

  validation {
    condition     = contains(["ecs", "ec2", "irsa", "elsewhere"], var.bot_runs_on)
    error_message = "bot_runs_on must be ecs, ec2, irsa or elsewhere."
  }
}

variable "bot_role_arn" {
  description = "With bot_runs_on = elsewhere: the role as which the bot runs. Attach the policy bot_policy_arn to it."
  type        = string
  default     = null

  validation {
    condition     = (var.bot_role_arn != null) == (var.bot_runs_on == "elsewhere")
    error_message = "bot_role_arn belongs to bot_runs_on = elsewhere, and only there."
  }

  validation {
    condition     = var.bot_role_arn == null || can(regex("^arn:aws(-cn|-us-gov)?:iam::[0-9]{12}:role/[^*]+$", var.bot_role_arn))
    error_message = "bot_role_arn must be the whole ARN of an IAM role, such as arn:aws:iam::111122223333:role/securityhubbot."
  }
}

variable "irsa" {
  description = "With bot_runs_on = irsa: the cluster's OpenID Connect provider in IAM, and the service account of the bot's pods."
  type = object({
    provider_arn    = string
    namespace       = string
    service_account = string
  })
  default = null

  validation {
    condition     = (var.irsa != null) == (var.bot_runs_on == "irsa")
    error_message = "irsa belongs to bot_runs_on = irsa, and only there."
  }

  validation {
    condition     = var.irsa == null || can(regex("^arn:aws(-cn|-us-gov)?:iam::[0-9]{12}:oidc-provider/.+$", var.irsa.provider_arn))
    error_message = "irsa.provider_arn must be the ARN of an OpenID Connect provider, such as arn:aws:iam::111122223333:oidc-provider/oidc.eks.ap-northeast-1.amazonaws.com/id/ABC."
  }

  validation {
    condition     = alltrue([for part in try([var.irsa.namespace, var.irsa.service_account], []) : can(regex("^[a-z0-9][a-z0-9.-]*$", part))])
    error_message = "irsa.namespace and irsa.service_account must be names, without wildcards."
  }
}

variable "member_role_name" {
  description = "The role that the bot assumes in the members' accounts to switch controls (Aws:MemberRoleName)."
  type        = string
  default     = "SecurityHubBotMember"

  validation {
    condition     = can(regex("^[A-Za-z0-9+=,.@_-]{1,64}$", var.member_role_name))
    error_message = "member_role_name must be the name of an IAM role, without a path and without wildcards."
  }
}

variable "member_role_organizational_units" {
  description = "Organisational units (ou-…), or the root (r-…), in whose accounts the member role is made, in new ones too, by a StackSet. Needs this account to be StackSets' delegated administrator. Empty: make the role otherwise."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for unit in var.member_role_organizational_units : can(regex("^(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32})$", unit))])
    error_message = "member_role_organizational_units must be ids such as ou-ab12-cdefgh34 or r-ab12."
  }
}

variable "queue_kms_key_arn" {
  description = "A KMS key for the queues in place of SQS's own (SSE-SQS, which costs nothing). Its key policy must allow events.amazonaws.com kms:GenerateDataKey and kms:Decrypt."
  type        = string
  default     = null

  validation {
    condition     = var.queue_kms_key_arn == null || can(regex("^arn:aws(-cn|-us-gov)?:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.queue_kms_key_arn))
    error_message = "queue_kms_key_arn must be the ARN of a key, not an alias: EventBridge cannot use the key aws/sqs."
  }
}

variable "queue_retention_days" {
  description = "Days for which events wait while the bot is away."
  type        = number
  default     = 7

  validation {
    condition     = var.queue_retention_days >= 1 && var.queue_retention_days < 14
    error_message = "queue_retention_days must be from 1 to 13: the dead letter queue keeps its messages for 14 days, counted from when they were first sent, and has to keep them longer."
  }
}

variable "queue_max_receives" {
  description = "After so many deliveries SQS moves a message to the dead letter queue. Must be above Intake:QueueTries, after which the bot itself puts a message that it cannot read into its database."
  type        = number
  default     = 10

  validation {
    condition     = var.queue_max_receives >= 5 && var.queue_max_receives <= 1000
    error_message = "queue_max_receives must be from 5 to 1000: below, a bot that is restarted a few times loses good messages to the dead letter queue."
  }
}

variable "redrive_role_arns" {
  description = "Roles that may move messages from the dead letter queue back (aws sqs start-message-move-task), for which SQS asks for the right to send."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.redrive_role_arns : can(regex("^arn:aws(-cn|-us-gov)?:iam::[0-9]{12}:role/[^*]+$", arn))])
    error_message = "redrive_role_arns must be whole ARNs of IAM roles, without wildcards."
  }
}

variable "deletion_protection" {
  description = "Whether AWS refuses to delete the tables."
  type        = bool
  default     = true
}

variable "tags" {
  description = "Tags of everything."
  type        = map(string)
  default     = {}
}
