using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using Minsheng.Workflow.Engine.Expressions;
using Minsheng.Workflow.Engine.Running;

namespace Minsheng.Workflow.Engine.Definitions;

/// <summary>Which steps exist: type name to how to build and describe it. Feeds the compiler, the palette and the property panel.</summary>
public sealed class ActivityCatalog
{
    private readonly FrozenDictionary<string, ActivityDescriptor> _byType;

    private ActivityCatalog(IEnumerable<ActivityDescriptor> descriptors) =>
        _byType = descriptors.ToFrozenDictionary(descriptor => descriptor.Type, StringComparer.Ordinal);

    /// <summary>Elsa's activities that this engine runs.</summary>
    public static ActivityCatalog BuiltIn { get; } = Of(typeof(ActivityCatalog).Assembly);

    public IReadOnlyCollection<ActivityDescriptor> Descriptors => _byType.Values;

    public static ActivityCatalog Of(params Assembly[] assemblies) => new(
        from assembly in assemblies
        from type in assembly.GetTypes()
        let label = type.GetCustomAttribute<ActivityTypeAttribute>()
        where label is not null
        select new ActivityDescriptor(label, type));

    public ActivityDescriptor? Find(string type) => _byType.GetValueOrDefault(type);

    /// <summary>The same catalog with these types as steps that wait and complete with the outcome given at resume.</summary>
    public ActivityCatalog WithStandIns(IEnumerable<string> types)
    {
        var standIns = types.Select(type => new ActivityDescriptor(new ActivityTypeAttribute(type, type) { Returns = ReturnRule.Target }, typeof(BuiltIn.StandIn))).ToList();
        return new ActivityCatalog(_byType.Values.Where(known => standIns.TrueForAll(stand => stand.Type != known.Type)).Concat(standIns));
    }
}

/// <summary>One kind of step.</summary>
public sealed class ActivityDescriptor
{
    internal ActivityDescriptor(ActivityTypeAttribute label, Type implementation)
    {
        Label = label;
        Implementation = implementation;
        var properties = implementation.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        Inputs = [.. properties.Where(property => property.PropertyType.IsSubclassOf(typeof(Input))).Select(property => new InputDescriptor(property))];
        OutputProperties = [.. properties.Where(property => property.PropertyType == typeof(Output))];
        PortProperties = [.. properties.Where(property => property.PropertyType == typeof(CompiledActivity) && property.Name != nameof(Activity.Place))];
    }

    public ActivityTypeAttribute Label { get; }
    public string Type => Label.Type;
    public IReadOnlyList<InputDescriptor> Inputs { get; }

    /// <summary>Members of the JSON that hold one embedded step each, e.g. the body of a loop.</summary>
    public IReadOnlyList<string> Ports => [.. PortProperties.Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))];

    /// <summary>What it can give to later steps, by the names getOutputFrom knows.</summary>
    public IReadOnlyList<string> Outputs => [.. OutputProperties.Select(property => property.Name)];

    internal Type Implementation { get; }
    internal IReadOnlyList<PropertyInfo> OutputProperties { get; }

    /// <summary>Members holding an embedded step, e.g. the body of a loop.</summary>
    internal IReadOnlyList<PropertyInfo> PortProperties { get; }

    /// <summary>What an input of it is when a definition does not state it.</summary>
    public object? DefaultOf(InputDescriptor input) => ((Input)input.Property.GetValue(Create())!).TryForesee(out var value) ? value : null;

    internal Activity Create() => (Activity)Activator.CreateInstance(Implementation)!;
}

/// <summary>One input of a kind of step.</summary>
public sealed class InputDescriptor
{
    internal InputDescriptor(PropertyInfo property)
    {
        Property = property;
        Label = property.GetCustomAttribute<InputLabelAttribute>();
        Name = Label?.Member ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        ValueType = property.PropertyType.GetGenericArguments()[0];
    }

    public string Name { get; }
    public Type ValueType { get; }
    public InputLabelAttribute? Label { get; }

    /// <summary>This input of a step that stands in a definition.</summary>
    public Input At(CompiledActivity place) => (Input)Property.GetValue(place.Activity)!;

    internal PropertyInfo Property { get; }
}
