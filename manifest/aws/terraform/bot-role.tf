locals {
  irsa_issuer = var.irsa == null ? "" : split(":oidc-provider/", var.irsa.provider_arn)[1]

  # Encoded one by one: the statements differ in shape, and a map's values may not.
  trust = {
    ecs = jsonencode({
      Effect    = "Allow"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:ecs:${local.region}:${local.account}:*" }
        StringEquals = { "aws:SourceAccount" = local.account }
      }
    })

    # Of all services only EC2 has another name in China.
    ec2 = jsonencode({
      Effect    = "Allow"
      Principal = { Service = "ec2.${local.dns_suffix}" }
      Action    = "sts:AssumeRole"
    })

    irsa = jsonencode({
      Effect    = "Allow"
      Principal = { Federated = try(var.irsa.provider_arn, "") }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "${local.irsa_issuer}:aud" = "sts.amazonaws.com"
          "${local.irsa_issuer}:sub" = try("system:serviceaccount:${var.irsa.namespace}:${var.irsa.service_account}", "")
        }
      }
    })
  }
}

resource "aws_iam_role" "bot" {
  count = var.bot_runs_on == "elsewhere" ? 0 : 1

  name               = local.bot_role_name
  description        = "As which SecurityHubBot runs."
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [jsondecode(local.trust[var.bot_runs_on])] })
  tags               = var.tags
}

resource "aws_iam_role_policy_attachment" "bot" {
  count = var.bot_runs_on == "elsewhere" ? 0 : 1

  role       = aws_iam_role.bot[0].name
  policy_arn = aws_iam_policy.bot.arn
}

resource "aws_iam_instance_profile" "bot" {
  count = var.bot_runs_on == "ec2" ? 1 : 0

  name = local.bot_role_name
  role = aws_iam_role.bot[0].name
  tags = var.tags
}
