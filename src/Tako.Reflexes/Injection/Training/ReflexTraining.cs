using Tako.Core.Text;

namespace Tako.Reflexes.Injection.Training;

/// <summary>Trains a model for <see cref="InjectionScanner"/> from a folder of labelled rows.</summary>
public static class ReflexTraining
{
    /// <param name="folder">Folder of <c>.jsonl</c> files.</param>
    /// <param name="head">Name of the head.</param>
    /// <param name="labels">Which labels are positive.</param>
    /// <param name="training">How to train; null takes what the shipped model was trained with.</param>
    /// <exception cref="InvalidDataException">The rows cannot be read, or they are too few.</exception>
    public static (LinearHeads Model, HeadReport Report) Run(string folder, string head, TrainingLabels labels,
        LinearTraining? training = null)
    {
        var texts = TrainingRows.Under(folder, labels);
        training ??= new LinearTraining();
        try
        {
            var trained = LinearTrainer.Train(head, texts, training);
            return (LinearTrainer.Pack(training, [trained]), HeadReport.Of(trained, texts));
        }
        catch (ArgumentException few)
        {
            throw new InvalidDataException(few.Message, few);
        }
    }
}
