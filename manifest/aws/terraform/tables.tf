# The keys are a name towards the outside: other automation of the organisation reads these tables too.
# Encrypted with DynamoDB's own key, as every table is that names none: KMS charges for each use of any other.

resource "aws_dynamodb_table" "policies" {
  name         = "${var.name}-policies"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "standard"
  range_key    = "control"

  attribute {
    name = "standard"
    type = "S"
  }

  attribute {
    name = "control"
    type = "S"
  }

  deletion_protection_enabled = var.deletion_protection

  point_in_time_recovery {
    enabled = true
  }

  tags = var.tags

  depends_on = [terraform_data.home_region]
}

resource "aws_dynamodb_table" "accounts" {
  name         = "${var.name}-accounts"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "account_id"

  attribute {
    name = "account_id"
    type = "S"
  }

  deletion_protection_enabled = var.deletion_protection

  point_in_time_recovery {
    enabled = true
  }

  tags = var.tags

  depends_on = [terraform_data.home_region]
}
