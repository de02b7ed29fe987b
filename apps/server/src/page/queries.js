import { accountingQueries } from "./accountingQueries.js"

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
  ...accountingQueries
]
