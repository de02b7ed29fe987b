/** Operations on performance, gains and taxes. */
export const accountingQueries = [
  {
    title: "Performance",
    query: `# How it did. A figure without a value has a reason, and a bound where one can be given.
query Performance($from: String, $to: String, $currency: Currency!) {
  viewer {
    portfolio {
      performance(from: $from, to: $to, currency: $currency) {
        startValue { value reason bound { low high } }
        endValue { value reason bound { low high } }
        netFlow { value reason }
        gain { value reason bound { low high } }
        timeWeighted { value reason }
        largeFlowDays { date valued reason }
        modifiedDietz { value reason }
        moneyWeighted { value reason }
        contributions { byAsset { asset { symbol } gain { value reason } share { value } } }
        profit { lines { realised carriedOut unrealised income fees unknownBasis unexplained } reason }
        benchmarks { kind endValue moneyWeighted { value reason } bustOn }
        risk { volatility { value reason } drawdown { depth peak trough recovery } }
        basis { missingPrices { asset reason closedBy } gaps { code date } }
      }
    }
  }
}`,
    variables: { from: "2026-01-01", to: "2026-12-31", currency: "USD" }
  },
  {
    title: "Values over time",
    query: `query Values($year: Int, $currency: Currency!, $after: String) {
  viewer {
    portfolio {
      valuationSeries(year: $year, currency: $currency, interval: WEEK, first: 53, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        edges { node { date value { value reason } flow { value } carried } }
      }
    }
  }
}`,
    variables: { year: 2026, currency: "USD", after: null }
  },
  {
    title: "Gains of a year",
    query: `# What was gained, from which lots, and what is not known.
query Gains($year: Int!, $jurisdiction: TaxCountry, $currency: Currency) {
  viewer {
    portfolio {
      gains(year: $year, jurisdiction: $jurisdiction, currency: $currency) {
        period { label from until }
        method
        complete
        totals { proceeds costBasis gain short { gain } long { gain } unknownDisposals }
        gaps { code asset { symbol } quantity at }
        unproved { connection { label } state reason }
        settings { name value standing chosen }
      }
      compareMethods(year: $year, jurisdiction: $jurisdiction, currency: $currency) {
        methods { method totals { gain unknownDisposals } }
      }
    }
  }
}`,
    variables: { year: 2023, jurisdiction: null, currency: "MXN" }
  },
  {
    title: "Disposals",
    query: `query Disposals($first: Int!, $after: String, $currency: Currency!, $filter: DisposalFilter) {
  viewer {
    portfolio {
      disposals(first: $first, after: $after, currency: $currency, filter: $filter) {
        totalCount
        pageInfo { hasNextPage endCursor }
        edges {
          node { event date asset { symbol } quantity proceeds costBasis gain lots { lot acquired quantity costBasis term } }
        }
      }
    }
  }
}`,
    variables: { first: 25, after: null, currency: "MXN", filter: { assets: ["BTC", "ETH"] } }
  },
  {
    title: "Explain a figure",
    query: `# Ask again for the figures that its inputs name, until only postings and prices are left.
query Explain($figure: String!, $currency: Currency!) {
  viewer {
    portfolio {
      explain(figure: $figure, currency: $currency) {
        value
        reason
        steps {
          name
          formula
          terms { op takes name value decimals origin { kind figure subject posting transaction { id externalId at } } }
        }
        events { event type at transactions { id } }
        prices { asset { symbol } amount source at }
        parts { offset count }
      }
    }
  }
}`,
    variables: { figure: "gains/2023/gain", currency: "MXN" }
  },
  {
    title: "Tax report",
    query: `# Not tax advice. csvPath and htmlPath are files, with the same token.
query TaxReport($country: TaxCountry!, $year: Int!, $settings: TaxSettingsInput) {
  taxRules(country: $country) {
    checkedOn
    methods
    contested { name question usual standing choices { name text } }
    asked { name text }
  }
  viewer {
    portfolio {
      taxReport(country: $country, year: $year, settings: $settings) {
        title
        csvPath
        htmlPath
        inputHash
        sections { title columns { title } rowCount rows(first: 25) { cells } totals { column value } unknownRows notes }
        unresolvedCount
        unresolved(first: 25) { event subject what missing }
        settings { name value standing chosen }
        notes
      }
    }
  }
}`,
    variables: { country: "MX", year: 2023, settings: null }
  }
]
