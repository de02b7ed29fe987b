/** Operations to begin with. `connection` and `cursor` in variables are filled in from what answers have shown. */
export const queries = [
  {
    title: "Exchanges",
    query: `# What can be connected, and what to ask for.
query Exchanges {
  exchanges {
    slug
    name
    status
    credentials {
      fields { name kind label help }
      createKeyUrl
      steps
      tick
      neverTick
      ipAllowList { supported advice }
      rotateAfterDays
    }
    streams { name title historyDays synced }
  }
}`
  },
  {
    title: "Connect an exchange",
    query: `# Only with a key that can read and nothing else.
mutation Connect($input: ConnectExchangeInput!) {
  connectExchange(input: $input) {
    __typename
    ... on ConnectSuccess {
      connection { id label status progress { phase eta } }
    }
    ... on Problem { code who message whatToDo retry }
  }
}`,
    variables: {
      input: {
        exchange: "bitso",
        label: "My Bitso",
        credentials: [
          { name: "apiKey", value: "" },
          { name: "apiSecret", value: "" }
        ],
        acceptUnverifiedRights: false
      }
    }
  },
  {
    title: "Connections",
    query: `# How far each stream has been read, and what stopped it.
query Connections {
  viewer {
    connections {
      id
      label
      status
      lastSyncedAt
      nextSyncAt
      rotateBy
      failure { code who whatToDo }
      streams {
        name
        state
        role
        rows
        quarantined
        watermark
        staleSince
        coverage { from to state reason }
        failure { code whatToDo }
      }
    }
  }
}`
  },
  {
    title: "Follow a sync",
    query: `# Pushed at every change, until you press Stop.
subscription Progress($connection: ID!) {
  syncProgress(connection: $connection) {
    running
    phase
    fraction
    callsDone
    callsEstimated
    eta
    pausedUntil
    rowsStored
    streams { name state callsDone }
  }
}`,
    variables: { connection: "" }
  },
  {
    title: "Sync now",
    query: `mutation SyncNow($connection: ID!) {
  syncNow(connection: $connection) {
    __typename
    ... on ConnectSuccess { connection { id status progress { running phase } } }
    ... on Problem { code whatToDo }
  }
}`,
    variables: { connection: "" }
  },
  {
    title: "Portfolios",
    query: `# The default one shows every connection; others show what was put into them.
query Portfolios($currency: Currency!) {
  viewer {
    portfolios {
      totalCount
      edges {
        node {
          id
          name
          isDefault
          connections { id label }
          value(currency: $currency) { total complete }
        }
      }
    }
  }
}`,
    variables: { currency: "MXN" }
  },
  {
    title: "Make a portfolio",
    query: `# The same name again gives the same portfolio. \`setPortfolios\` moves a connection, \`deletePortfolio\` keeps its history.
mutation MakePortfolio($name: String!, $connections: [ID!]) {
  createPortfolio(name: $name, connections: $connections) {
    __typename
    ... on PortfolioSuccess { portfolio { id name connections { label } } }
    ... on Problem { code whatToDo }
  }
}`,
    variables: { name: "Savings", connections: [] }
  },
  {
    title: "Holdings",
    query: `query Holdings {
  viewer {
    portfolio {
      name
      holdings {
        asset { symbol }
        total
        available
        locked
        parts { exchange wallet total source at }
      }
    }
  }
}`
  },
  {
    title: "Value",
    query: `# Unknown is null with a reason, never zero.
query Value($currency: Currency!) {
  viewer {
    portfolio {
      value(currency: $currency) {
        currency { symbol }
        total
        complete
        oldestQuoteAt
        holdings {
          asset { symbol }
          quantity
          value
          price
          path { market rate at }
          reason
        }
      }
    }
  }
}`,
    variables: { currency: "MXN" }
  },
  {
    title: "Transactions",
    query: `query Transactions($first: Int, $after: String, $filter: TransactionFilter) {
  viewer {
    portfolio {
      transactions(first: $first, after: $after, filter: $filter) {
        totalCount
        pageInfo { hasNextPage endCursor }
        edges {
          node {
            id
            at
            kind
            status
            operation
            groupId
            postings { asset { symbol } amount role }
            price { amount base { symbol } quote { symbol } }
            transfer { rail network txid }
          }
        }
      }
    }
  }
}`,
    variables: { first: 25, after: null, filter: { kinds: ["TRADE", "DEPOSIT", "WITHDRAWAL"] } }
  },
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
    title: "Certificate",
    query: `# Do the books add up? If not: where, since when, why.
query Certificate {
  viewer {
    portfolio {
      certificate {
        state
        reason
        certificates {
          connection { label }
          state
          reason
          balancesAt
          unjoined
          quarantined
          unrecognised
          lines {
            wallet
            asset { symbol }
            state
            opening
            postings
            inFlight { groupId amount }
            reported
            difference
            interval { from to precision }
            reason
          }
        }
      }
    }
  }
}`
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
