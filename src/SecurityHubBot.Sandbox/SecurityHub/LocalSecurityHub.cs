using System.Text.Json.Nodes;

namespace SecurityHubBot.Sandbox.SecurityHub;

/// <summary>A change that was made and stored, and its events' way to the bot.</summary>
public sealed record Change(string Key, Task<DeliveryOutcome> Delivered);

/// <summary>
/// The organisation's Security Hub: every resource under every control, what it says about them, and the events that follow. State
/// is stored before its event leaves, so that what the bot has not taken leaves again after a restart.
/// </summary>
public sealed partial class LocalSecurityHub : IDisposable
{
    private const int LongestResourceId = 512;

    // The most that one change can make: a finding per standard.
    private const int MostFindings = 3;

    private readonly Lock _lock = new();
    private readonly Organisation _organisation;
    private readonly DocumentStore _store;
    private readonly EventSender _sender;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    internal LocalSecurityHub(
        Organisation organisation, DocumentStore store, EventSender sender, TimeProvider time, ILogger<LocalSecurityHub> logger)
    {
        _organisation = organisation;
        _store = store;
        _sender = sender;
        _time = time;
        _logger = logger;
        if (_store.Count == 0)
        {
            _store.Save([.. Seed.Resources(organisation, time.AsffNow())]);
        }
    }

    public Organisation Organisation => _organisation;

    internal IReadOnlyList<TrackedResource> Resources
    {
        get
        {
            lock (_lock)
            {
                return [.. _store.All.OrderByDescending(r => r.UpdatedAt).ThenBy(r => r.Key, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Sends the newest state of every resource of which the bot has not taken it: everything after a first start.</summary>
    public IReadOnlyList<Change> SendPending()
    {
        lock (_lock)
        {
            var changes = _store.All.Where(r => r.IsPending).OrderBy(r => r.UpdatedAt).ToList().ConvertAll(Send);
            Log.Sending(_logger, changes.Count);
            return changes;
        }
    }

    /// <summary>The resources of which the bot has not taken the newest state.</summary>
    internal IReadOnlyList<TrackedResource> Pending()
    {
        lock (_lock)
        {
            return [.. _store.All.Where(r => r.IsPending)];
        }
    }

    /// <summary>Sends those that are still as they were: whatever has changed since has been sent by its change.</summary>
    internal void SendUnchanged(IEnumerable<TrackedResource> resources)
    {
        lock (_lock)
        {
            var changes = resources.Where(r => ReferenceEquals(_store.Find(r.Key), r)).OrderBy(r => r.UpdatedAt).ToList().ConvertAll(Send);
            Log.Sending(_logger, changes.Count);
        }
    }

    /// <summary>A resource fails a control: a known one, or a new one by its ARN or its name; without either, a new one is made up.</summary>
    public Change Fail(string? accountId, string? region, string? controlId, string? resourceId = null, string? resourceType = null)
    {
        var account = _organisation.Find(Required(accountId, "account_id"))
            ?? throw new RequestException($"There is no account {accountId} in this organisation.");
        var control = SecurityControls.Find(Required(controlId, "control_id"))
            ?? throw new RequestException($"There is no control {controlId} here; GET /aws/state lists those that there are.");
        if (!account.Regions.Contains(Required(region, "region")))
        {
            throw new RequestException($"The account {account.Name} does not use {region}; it uses {string.Join(", ", account.Regions)}.");
        }

        DemandChecked(account, region!, control);
        var type = string.IsNullOrWhiteSpace(resourceType) ? control.ResourceType : CheckedType(resourceType.Trim());
        lock (_lock)
        {
            var name = string.IsNullOrWhiteSpace(resourceId) ? NewName(account, region!, control, type) : resourceId.Trim();
            var now = _time.AsffNow();
            var resource = NewResource(account, region!, control, type, name, now);
            return Apply(_store.Find(resource.Key)?.Fail(now) ?? resource);
        }
    }

    public Change Fix(string? key) => Update(key, resource =>
    {
        if (SecurityControls.Get(resource.ControlId).IsThreat)
        {
            throw new RequestException("A GuardDuty finding has no compliance that could pass; archive it instead.");
        }

        return resource.IsArchived
            ? throw new RequestException("This finding is archived, its resource is gone; let it fail again first.")
            : resource.Fix(_time.AsffNow());
    });

    public Change Archive(string? key) => Update(key, resource =>
        resource.IsArchived ? throw new RequestException("This finding is archived already.") : resource.Archive(_time.AsffNow()));

    /// <summary>The check ran again and found the same: the same finding, only <c>UpdatedAt</c> and <c>LastObservedAt</c> are newer.</summary>
    public Change Resend(string? key) => Update(key, resource => resource.Check(_time.AsffNow()));

    /// <summary>Everything as on the first day.</summary>
    public IReadOnlyList<Change> Reset()
    {
        lock (_lock)
        {
            _sender.Clear();
            _store.Clear();
            _store.Save([.. Seed.Resources(_organisation, _time.AsffNow())]);
        }

        return SendPending();
    }

    /// <summary>Waits for whoever is writing.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _store.Dispose();
        }
    }

    /// <summary>The events that tell a resource's present state.</summary>
    internal IReadOnlyList<JsonObject> Events(TrackedResource resource)
    {
        var now = _time.AsffNow();
        return [.. Findings(resource).Select(f => EventBridgeEvent.Wrap(f, now))];
    }

    internal static TrackedResource NewResource(
        OrganisationAccount account, string region, SecurityControl control, string type, string name, DateTimeOffset now)
    {
        var isId = name.StartsWith("arn:", StringComparison.Ordinal) || name.StartsWith("AWS::", StringComparison.Ordinal);
        var id = isId ? name : ResourceKinds.Arn(type, account.AccountId, region, name);
        if (id.Length > LongestResourceId)
        {
            throw new RequestException($"The resource's id has {id.Length} characters; ASFF allows {LongestResourceId}.");
        }

        return new TrackedResource
        {
            Key = StableId.Hex(20, account.AccountId, region, control.Id, id),
            AccountId = account.AccountId,
            Region = region,
            ControlId = control.Id,
            ResourceType = type,
            ResourceId = id,
            Name = type == ResourceKinds.Account ? account.Name : isId ? name[(name.LastIndexOfAny(['/', ':']) + 1)..] : name,
            Compliance = ComplianceStatus.Failed,
            CreatedAt = now,
            FirstObservedAt = now,
            UpdatedAt = now,
        };
    }

    private IReadOnlyList<JsonObject> Findings(TrackedResource resource)
    {
        var account = _organisation.Find(resource.AccountId)
            ?? throw new InvalidOperationException($"The account {resource.AccountId} of a stored resource is unknown.");
        var control = SecurityControls.Get(resource.ControlId);
        return WithUpdates(resource, control.IsThreat ? [GuardDutyFinding.Build(resource, account)] : ControlFinding.Build(resource, control, account));
    }

    private Change Update(string? key, Func<TrackedResource, TrackedResource> change)
    {
        lock (_lock)
        {
            var resource = _store.Find(Required(key, "key"))
                ?? throw new RequestException($"There is no resource with the key {key}.", StatusCodes.Status404NotFound);
            return Apply(change(resource));
        }
    }

    private Change Apply(TrackedResource resource)
    {
        if (!_sender.HasRoom(MostFindings))
        {
            throw new RequestException("Too many events wait for the bot; try again when it has taken some.", StatusCodes.Status429TooManyRequests);
        }

        _store.Save(resource);
        return Send(resource);
    }

    private Change Send(TrackedResource resource)
    {
        var sends = Events(resource).Select(e => _sender.Enqueue(
            e["resources"]![0]!.GetValue<string>(),
            $"{resource.ControlId} {resource.Name}",
            e.ToJsonString(EmbeddedData.Json)));
        return new Change(resource.Key, Record(resource, [.. sends]));
    }

    private async Task<DeliveryOutcome> Record(TrackedResource sent, IReadOnlyList<Task<DeliveryOutcome>> sends)
    {
        var outcomes = await Task.WhenAll(sends);
        // What got lost has left AWS for good: only a look at Security Hub itself tells of it.
        if (outcomes.FirstOrDefault(o => o is not (DeliveryOutcome.Accepted or DeliveryOutcome.Lost)) is { } failed)
        {
            return failed;
        }

        lock (_lock)
        {
            if (_store.Find(sent.Key) is { } current && (current.DeliveredAt is not { } before || before < sent.UpdatedAt))
            {
                _store.Save(current with { DeliveredAt = sent.UpdatedAt });
            }
        }

        return outcomes[0];
    }

    private string NewName(OrganisationAccount account, string region, SecurityControl control, string type)
    {
        if (type == ResourceKinds.Account)
        {
            return account.Name;
        }

        var stem = $"{account.Name}-{control.Id.Split('.', ':')[0].ToLowerInvariant()}";
        for (var number = 1; ; number++)
        {
            var name = $"{stem}-{number:00}";
            var id = ResourceKinds.Arn(type, account.AccountId, region, name);
            if (_store.Find(StableId.Hex(20, account.AccountId, region, control.Id, id)) is null)
            {
                return name;
            }
        }
    }

    private static string CheckedType(string type) => type.Length <= 256 && type.All(char.IsAsciiLetterOrDigit)
        ? type
        : throw new RequestException("resource_type must be an ASFF type such as AwsS3Bucket: letters and digits only.");

    private static string Required(string? value, string name) =>
        string.IsNullOrWhiteSpace(value) ? throw new RequestException($"{name} is missing.") : value;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Security Hub has {Count} findings for the bot")]
        public static partial void Sending(ILogger logger, int count);
    }
}
