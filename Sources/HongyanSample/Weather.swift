import HongyanCore

/// A city's weather: rain comes in spells, temperatures drift around the month's mean.
struct Weather {
    let day: CivilDay
    /// Tenths of a millimetre and of a degree.
    let rain: Int
    let max: Int
    let min: Int

    static func days(
        of city: City, number: Int, seed: UInt64, from: CivilDay, through: CivilDay
    ) -> [Weather] {
        var result: [Weather] = []
        var isWet = false
        var drift = 0
        // Starts well before, at a fixed day of the year, so that ranges that overlap agree.
        guard let first = CivilDay(year: from.fields.year, month: 1, day: 1) else { return [] }
        var day = first
        while day <= through {
            var dice = Dice(seed: seed, purpose: 5 + UInt64(number), number: Int(day.number))
            let month = day.fields.month
            let share = city.rainyDays[(month - 1) / 3] * 100
            // A wet day makes the next one likelier to be wet, the share over all stays as it is.
            let wetAfterWet = share + (10_000 - share) * 3 / 10
            let wetAfterDry = share * (10_000 - wetAfterWet) / Swift.max(1, 10_000 - share)
            isWet = dice.chance(of10000: isWet ? wetAfterWet : wetAfterDry)
            drift = (drift * 7 + (dice.below(81) - 40) * 3) / 10
            var rain = 0
            if isWet {
                // Mostly light; one wet day in seven is heavy.
                rain = 2 + dice.below(60) + (dice.chance(of10000: 4_000) ? dice.below(180) : 0)
                if dice.chance(of10000: 1_400) { rain += 150 + dice.below(450) }
            }
            let warm = city.warmth[month - 1] * 10 + drift - (isWet ? 15 : 0)
            let cold = warm - 50 - dice.below(60)
            if day >= from { result.append(Weather(day: day, rain: rain, max: warm, min: cold)) }
            day = day + 1
        }
        return result
    }
}
