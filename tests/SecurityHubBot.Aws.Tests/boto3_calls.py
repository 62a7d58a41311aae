"""Calls the local AWS as a foreign client, and prints what came back as JSON. Arguments: URL, key, secret, role's ARN, an account with a configuration policy, the administrator."""
import json
import sys

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.httpsession import URLLib3Session

url, key, secret, role, policy_account, administrator = sys.argv[1:7]
config = Config(retries={"max_attempts": 1}, proxies={})


def client(name, region="ap-northeast-1", **credentials):
    credentials = credentials or {"aws_access_key_id": key, "aws_secret_access_key": secret}
    return boto3.client(name, region_name=region, endpoint_url=url, config=config, **credentials)


def raw(method, path, body=None):
    """For operations that Debian's botocore is too old to know: its signature, and the paths of the API reference."""
    data = None if body is None else json.dumps(body)
    request = AWSRequest(method, url.rstrip("/") + path, data=data, headers={"Content-Type": "application/json"})
    SigV4Auth(Credentials(key, secret), "securityhub", "ap-northeast-1").add_auth(request)
    answer = URLLib3Session(proxies={}).send(request.prepare())
    if answer.status_code != 200:
        raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text}")
    return json.loads(answer.text or "{}")


hub = client("securityhub")
active = {"RecordState": [{"Value": "ACTIVE", "Comparison": "EQUALS"}]}
pages = list(hub.get_paginator("get_findings").paginate(Filters=active, PaginationConfig={"PageSize": 10}))
found = [f for page in pages for f in page["Findings"]]
first = {"Id": found[0]["Id"], "ProductArn": found[0]["ProductArn"]}
updated = hub.batch_update_findings(
    FindingIdentifiers=[first, {"Id": "nothing", "ProductArn": found[0]["ProductArn"]}],
    Workflow={"Status": "NOTIFIED"}, Note={"Text": "メモ", "UpdatedBy": "boto3"})
again = hub.get_findings(Filters={"Id": [{"Value": first["Id"], "Comparison": "EQUALS"}]})["Findings"][0]
members = [m for page in hub.get_paginator("list_members").paginate(OnlyAssociated=True) for m in page["Members"]]
assumed = client("sts").assume_role(RoleArn=role, RoleSessionName="boto3")
session = {
    "aws_access_key_id": assumed["Credentials"]["AccessKeyId"],
    "aws_secret_access_key": assumed["Credentials"]["SecretAccessKey"],
    "aws_session_token": assumed["Credentials"]["SessionToken"],
}
member = client("securityhub", **session)
standards = member.get_enabled_standards()["StandardsSubscriptions"]
controls = member.describe_standards_controls(StandardsSubscriptionArn=standards[0]["StandardsSubscriptionArn"])["Controls"]
member.update_standards_control(StandardsControlArn=controls[0]["StandardsControlArn"], ControlStatus="DISABLED", DisabledReason="r")
try:
    hub.get_findings(MaxResults=10, NextToken="none")
    refused = None
except hub.exceptions.InvalidInputException as error:
    refused = error.response["Error"]["Code"]
policies = raw("GET", "/configurationPolicy/list")["ConfigurationPolicySummaries"]
policy = raw("GET", f"/configurationPolicy/get/{policies[0]['Id']}")
content = policy["ConfigurationPolicy"]
content["SecurityHub"]["SecurityControlsConfiguration"]["DisabledSecurityControlIdentifiers"].append("S3.9")
raw("PATCH", f"/configurationPolicy/{policies[0]['Id']}", {"ConfigurationPolicy": content, "UpdatedReason": "r"})
changed = raw("GET", f"/configurationPolicy/get/{policies[0]['Id']}")["ConfigurationPolicy"]["SecurityHub"]["SecurityControlsConfiguration"]
central = raw("GET", "/organization/configuration")["OrganizationConfiguration"]["ConfigurationType"]
followed = raw("POST", "/configurationPolicyAssociation/batchget", {
    "ConfigurationPolicyAssociationIdentifiers": [{"Target": {"AccountId": a}} for a in (policy_account, administrator)]})
one = raw("POST", "/configurationPolicyAssociation/get", {"Target": {"AccountId": policy_account}})
accounts = [a for page in client("organizations", "us-east-1").get_paginator("list_accounts").paginate() for a in page["Accounts"]]
print(json.dumps({
    "pages": len(pages),
    "findings": len(found),
    "processed": [f["Id"] for f in updated["ProcessedFindings"]],
    "unprocessed": [f["ErrorCode"] for f in updated["UnprocessedFindings"]],
    "status": again["Workflow"]["Status"],
    "note": again["Note"]["Text"],
    "members": len(members),
    "identity": client("sts", **session).get_caller_identity()["Account"],
    "hub": member.describe_hub()["HubArn"],
    "disabled": member.describe_standards_controls(StandardsSubscriptionArn=standards[0]["StandardsSubscriptionArn"])["Controls"][0]["ControlStatus"],
    "refused": refused,
    "accounts": len(accounts),
    "switched": changed["DisabledSecurityControlIdentifiers"],
    "central": central,
    "followed": [a["ConfigurationPolicyId"] for a in followed["ConfigurationPolicyAssociations"]],
    "unfollowed": [u["ErrorCode"] for u in followed.get("UnprocessedConfigurationPolicyAssociations", [])],
    "one": one["AssociationStatus"],
}))
